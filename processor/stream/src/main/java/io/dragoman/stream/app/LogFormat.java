package io.dragoman.stream.app;

import java.util.List;

/** How logs are written. Told by system properties, because logback.xml reads them before the command line is parsed. */
enum LogFormat {
    /** Lines for people. */
    TEXT,
    /** One JSON object a line. */
    JSON;

    static final String OPTION = "--log-format";

    private static final String FORMAT = "dragoman.log.format";

    /** What the arguments ask for; what they ask for wrongly is the parser's to refuse. */
    static void apply(List<String> arguments) {
        int at = arguments.indexOf(OPTION);
        boolean apart =
                at >= 0 && at + 1 < arguments.size() && arguments.get(at + 1).equalsIgnoreCase("json");
        if (apart || arguments.stream().anyMatch((OPTION + "=json")::equalsIgnoreCase)) {
            System.setProperty(FORMAT, "json");
        }
        if (arguments.contains("--stacktrace")) {
            System.setProperty("dragoman.throwables", "%throwable");
            System.setProperty("dragoman.json.throwables", "true");
        }
    }
}
