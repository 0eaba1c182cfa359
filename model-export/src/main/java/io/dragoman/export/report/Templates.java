package io.dragoman.export.report;

import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pages from the templates of this package; every text put in is escaped. */
final class Templates {
    private Templates() {}

    static String fill(String template, Map<String, ?> model) throws IOException {
        StringWriter html = new StringWriter();
        try {
            configuration().getTemplate(template).process(model, html);
        } catch (TemplateException e) {
            throw new IllegalStateException("the report's template failed: " + e.getMessage(), e);
        }
        return html.toString();
    }

    /** Writes a page, whole or not at all. */
    static void write(Path file, String html) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            Files.writeString(part, html, StandardCharsets.UTF_8);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** A picture as a page holds it: Base64, or null for none. */
    static @Nullable String picture(byte @Nullable [] png) {
        return png == null ? null : Base64.getEncoder().encodeToString(png);
    }

    /** Templates look up by text alone. */
    static <T> Map<String, T> byName(Map<Integer, T> byIndex) {
        Map<String, T> byName = new HashMap<>();
        byIndex.forEach((index, value) -> byName.put(String.valueOf(index), value));
        return byName;
    }

    private static Configuration configuration() {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setClassForTemplateLoading(Templates.class, "");
        configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
        configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
        configuration.setLocale(Locale.ROOT);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        return configuration;
    }
}
