package io.dragoman.stream.config;

import io.dragoman.stream.config.ConfigKey.Kind;
import java.util.regex.Pattern;

/** Which environment variables are meant for Dragoman, and which of those name no key. */
final class EnvironmentNames {
    private static final String PREFIX = "DRAGOMAN_";

    /** What Kubernetes puts into every pod beside a service whose name begins with "dragoman". */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "DRAGOMAN_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

    private EnvironmentNames() {}

    static boolean isUnknown(String variable) {
        return variable.startsWith(PREFIX)
                && ConfigKeys.ALL.stream().noneMatch(key -> names(key, variable))
                && !SERVICE_LINK.matcher(variable).matches();
    }

    private static boolean names(ConfigKey key, String variable) {
        return key.kind() == Kind.PASS_THROUGH
                ? variable.startsWith(key.environmentVariable() + "_")
                : variable.equals(key.environmentVariable());
    }
}
