package io.dragoman.registry;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in words why a request got no HTTP answer, and whether asking again can help. */
final class Unanswered {
    private Unanswered() {}

    /**
     * The exception of a request without an answer.
     *
     * @param what method and address
     */
    static RegistryException because(String what, Throwable cause) {
        SSLException tls = find(cause, SSLException.class);
        // A connection cut in mid-handshake is an SSLException too; only a refusal is for good.
        if (tls != null && (certificate(tls) != null || mentions(tls, "alert", "SSL message", "plaintext"))) {
            return new RegistryException(what + ": " + tlsWords(tls), cause, false);
        }
        return new RegistryException(what + ": " + words(cause), cause, true);
    }

    private static String words(Throwable cause) {
        if (find(cause, UnresolvedAddressException.class) != null) {
            return "unknown host";
        }
        if (find(cause, HttpConnectTimeoutException.class) != null) {
            return "no connection, or no TLS handshake if it is https, within http.connect.timeout.ms";
        }
        String message = cause.getMessage();
        if (cause instanceof ConnectException) {
            return message == null ? "connection refused" : message;
        }
        return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    private static String tlsWords(SSLException tls) {
        CertificateException certificate = certificate(tls);
        String message = certificate == null ? tls.getMessage() : certificate.getMessage();
        String advice;
        if (find(tls, CertificateExpiredException.class) != null) {
            advice = "found a server certificate out of date";
        } else if (certificate != null && mentions(certificate, "subject alternative", "No name matching")) {
            advice = "found a server certificate for another host, expected one for the host in schema.registry.url";
        } else if (certificate != null) {
            advice = "found a server certificate that is not trusted, expected one signed by an authority in"
                    + " schema.registry.ssl.truststore.location";
        } else if (mentions(tls, "alert")) {
            advice = "the server ended the TLS handshake: check that it takes the certificate in"
                    + " schema.registry.ssl.keystore.location";
        } else {
            advice = "found a server that does not speak TLS there, expected https: check schema.registry.url";
        }
        return advice + " (" + message + ")";
    }

    private static @Nullable CertificateException certificate(SSLException tls) {
        return find(tls, CertificateException.class);
    }

    private static boolean mentions(Throwable thrown, String... words) {
        String message = String.valueOf(thrown.getMessage());
        for (String word : words) {
            if (message.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }
}
