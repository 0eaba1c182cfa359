package io.dragoman.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority and what it signed, made by the JDK's keytool in a folder. */
final class TestCertificates {
    static final String PASSWORD = "store-secret";

    private final Path folder;
    private final KeyStore all;

    TestCertificates(Path folder) throws IOException, GeneralSecurityException {
        this.folder = folder;
        Path store = folder.resolve("all.p12");
        pair(store, "ca", "-ext", "bc:critical=ca:true");
        pair(store, "stranger", "-ext", "bc:critical=ca:true");
        pair(store, "server", "-signer", "ca", "-ext", "san=ip:127.0.0.1,dns:localhost");
        pair(store, "elsewhere", "-signer", "ca", "-ext", "san=dns:registry.example");
        pair(store, "expired", "-signer", "ca", "-ext", "san=ip:127.0.0.1", "-startdate", "-9d", "-validity", "2");
        pair(store, "client", "-signer", "ca");
        this.all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            all.load(in, PASSWORD.toCharArray());
        }
    }

    /** A server's context: its key, and trust in the authority. */
    SSLContext server(String alias) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(keysOf(alias), PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusting("ca"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** A PKCS12 file that trusts an alias. */
    String trustStore(String alias) throws IOException, GeneralSecurityException {
        return written(trusting(alias), "trust-" + alias);
    }

    /** A PKCS12 file with an alias's key and chain. */
    String keyStore(String alias) throws IOException, GeneralSecurityException {
        return written(keysOf(alias), "key-" + alias);
    }

    /** A PEM file that trusts an alias. */
    String trustPem(String alias) throws IOException, GeneralSecurityException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(all.getCertificate(alias).getEncoded());
        return Files.writeString(
                        folder.resolve(alias + ".pem"),
                        "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n")
                .toString();
    }

    private KeyStore trusting(String alias) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        store.setCertificateEntry(alias, all.getCertificate(alias));
        return store;
    }

    private KeyStore keysOf(String alias) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        Certificate[] chain = all.getCertificateChain(alias);
        store.setKeyEntry(alias, all.getKey(alias, PASSWORD.toCharArray()), PASSWORD.toCharArray(), chain);
        return store;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private String written(KeyStore store, String name) throws IOException, GeneralSecurityException {
        Path file = folder.resolve(name + ".p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file.toString();
    }

    private static void pair(Path store, String alias, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + alias,
                "-alias",
                alias,
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(more));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.onExit().join().exitValue() != 0) {
            throw new IOException("keytool: " + said);
        }
    }
}
