package io.dragoman.engine.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.engine.TinyBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBundleTest {
    @TempDir
    Path temporary = Path.of("");

    private Path folder = Path.of("");

    @BeforeEach
    void copy() throws IOException {
        folder = TinyBundle.copyTo(temporary.resolve("bundle"));
    }

    private void edit(UnaryOperator<String> change) throws IOException {
        Path file = folder.resolve("bundle.json");
        String before = Files.readString(file);
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(file, after);
    }

    private void refused(String... parts) {
        assertThatThrownBy(() -> ModelBundle.load(folder))
                .isInstanceOf(BundleException.class)
                .message()
                .contains(parts);
    }

    @Test
    void aSoundBundleLoadsAndDescribesItself() {
        ModelBundle bundle = ModelBundle.load(folder);
        assertThat(bundle.digest()).matches("[0-9a-f]{64}");
        assertThat(bundle.describe()).contains(bundle.manifest().name(), bundle.digest(), "encoder.onnx");
    }

    @Test
    void theManifestReadsWhatItWrites() throws IOException {
        BundleManifest manifest = ModelBundle.load(folder).manifest();
        assertThat(BundleManifest.parse(manifest.toJson(), "test")).isEqualTo(manifest);
        assertThat(ModelBundle.seal(folder, manifest).manifest()).isEqualTo(manifest);
    }

    @Test
    void aModelOfNoLanguageSaysNone() throws IOException {
        edit(json -> json.replaceAll(" *\"(source|target)Language\" *: *\"..\",\\R", ""));
        assertThat(ModelBundle.load(folder).manifest().sourceLanguage()).isNull();
        assertThat(ModelBundle.load(folder).describe()).contains("tiny-reversal 1 (translation)");
        edit(json -> json.replace("\"layout\"", "\"sourceLanguage\" : null, \"targetLanguage\" : \"fr\", \"layout\""));
        assertThat(ModelBundle.load(folder).describe()).contains("tiny-reversal 1 (translation, to fr)");
    }

    private void labelled(String task, String labels) throws IOException {
        folder =
                TinyBundle.copyTo(Files.createTempDirectory(temporary, "labels").resolve("bundle"));
        edit(json -> json.replaceFirst("\"task\" *: *\"translation\"", "\"task\" : \"" + task + "\"")
                .replaceFirst("\"decoding\"", labels + " \"decoding\""));
    }

    @Test
    void aClassifierHasLabelsAndNobodyElse() throws IOException {
        labelled("classification", "\"labels\" : {\"first\" : 4, \"texts\" : [\"not spam\", \"spam\"]},");
        ModelBundle bundle = ModelBundle.load(folder);
        assertThat(bundle.describe()).contains("labels      2: not spam, spam");
        assertThat(BundleManifest.parse(bundle.manifest().toJson(), "test")).isEqualTo(bundle.manifest());

        labelled("classification", "");
        refused("found task classification without labels, expected labels for the task classification alone");
        labelled("summarization", "\"labels\" : {\"first\" : 4, \"texts\" : [\"a\", \"b\"]},");
        refused("found task summarization with labels");
        labelled("classification", "\"labels\" : {\"first\" : 2, \"texts\" : [\"a\", \"b\"]},");
        refused("found labels from id 2 over the special id 2");
        labelled("classification", "\"labels\" : {\"first\" : 4000, \"texts\" : [\"a\", \"b\"]},");
        refused("found labels.first 4000, expected 0 to");
        labelled("classification", "\"labels\" : {\"first\" : 4, \"texts\" : [\"a\", \"a\"]},");
        refused("found labels [a, a], expected distinct ones");
        labelled("classification", "\"labels\" : {\"first\" : 4, \"texts\" : [\"a\"]},");
        refused("found number of labels 1, expected 2 to");
        labelled("classification", "\"labels\" : {\"first\" : 4},");
        refused("found no \"texts\"");
    }

    @Test
    void aFieldMissingInsideIsNamed() throws IOException {
        edit(json -> json.replaceFirst("\"sha256\"", "\"bytes\""));
        refused("bundle.json", "found no \"sha256\"");
        folder = TinyBundle.copyTo(temporary.resolve("second"));
        edit(json -> json.replaceFirst("\"type\" *: *\"float\", *", "").replaceFirst("\"type\" *: *\"int64\", *", ""));
        refused("bundle.json", "found no \"type\"");
        folder = TinyBundle.copyTo(temporary.resolve("third"));
        edit(json -> json.replaceFirst("\"sourceNormalization\" *: *\\[[^]]*\\],", ""));
        refused("bundle.json", "found no \"sourceNormalization\"");
    }

    @Test
    void missingFoldersAndManifestsAreNamed() throws IOException {
        Files.delete(folder.resolve("bundle.json"));
        refused("found no bundle.json");
        folder = temporary.resolve("absent");
        refused("absent", "found nothing, expected a folder");
    }

    @Test
    void aChangedByteIsFound() throws IOException {
        Path file = folder.resolve("encoder.onnx");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        refused("encoder.onnx: found sha256 ", ", expected ", "copy the bundle again");
    }

    @Test
    void everyProblemIsInOneMessage() throws IOException {
        Files.write(folder.resolve("encoder.onnx"), new byte[] {1}, StandardOpenOption.APPEND);
        Files.delete(folder.resolve("decoder_step.onnx"));
        refused("encoder.onnx: found ", " bytes, expected ", "found no file decoder_step.onnx");
    }

    @Test
    void otherFormatsAreRefused() throws IOException {
        edit(json -> json.replaceFirst("\"formatVersion\" *: *1", "\"formatVersion\" : 2"));
        refused("found formatVersion 2, expected 1");
    }

    @Test
    void brokenJsonAndUnknownKeysAreRefused() throws IOException {
        edit(json -> json.replaceFirst("\"layout\"", "\"lay\""));
        refused("found no \"layout\"");
        Files.writeString(folder.resolve("bundle.json"), "{\"formatVersion\":1", StandardCharsets.UTF_8);
        refused("bundle.json", "expected a bundle.json of format 1");
    }

    @Test
    void keysNobodyKnowsAreRefused() throws IOException {
        edit(json -> json.replaceFirst("\"layout\"", "\"colour\" : 1, \"layout\""));
        refused(
                "bundle.json: found unknown key colour, expected one of decoding, files, formatVersion, graphs, labels, layout, ");
        edit(json -> json.replaceFirst("\"colour\" : 1, ", "").replaceFirst("\"unk\"", "\"unknown\" : 7, \"unk\""));
        refused("found unknown key vocabulary.unknown, expected one of bos, eos, pad, size, unk");
    }

    @Test
    void valuesOutOfRangeAreAllNamed() throws IOException {
        edit(json -> json.replaceFirst("\"beamSize\" *: *\\d+", "\"beamSize\" : 0")
                .replaceFirst("\"maxSourceTokens\" *: *\\d+", "\"maxSourceTokens\" : -5"));
        refused("found decoding.beamSize 0, expected 1 to 64", "found limits.maxSourceTokens -5, expected 1 to 100000");
        edit(json -> json.replaceFirst("\"beamSize\" : 0", "\"blockedNgram\" : 0, \"beamSize\" : 0"));
        refused("found decoding.blockedNgram 0, expected 1 to 10");
        edit(json -> json.replaceFirst("\"beamSize\" : 0", "\"beamSize\" : \"many\""));
        refused("bundle.json", "many");
    }

    @Test
    void filesNobodyVouchesForAreRefused() throws IOException {
        edit(json -> json.replaceFirst("\"file\" : \"encoder.onnx\"", "\"file\" : \"other.onnx\""));
        refused("graph encoder: found file other.onnx outside \"files\", expected its digest there");
    }

    @Test
    void filesOutsideTheFolderAreRefused() throws IOException {
        Files.writeString(temporary.resolve("secret"), "x");
        edit(json -> json.replace("\"MODEL_CARD.md\"", "\"../secret\""));
        refused("found file ../secret outside the bundle");
    }

    @Test
    void linksOutsideTheFolderAreRefused() throws IOException {
        Path outside = Files.move(folder.resolve("encoder.onnx"), temporary.resolve("encoder.onnx"));
        Files.createSymbolicLink(folder.resolve("encoder.onnx"), outside);
        refused("encoder.onnx linked outside the bundle");
    }
}
