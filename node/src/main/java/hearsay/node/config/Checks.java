package hearsay.node.config;

/// What Redis demands of some texts.
final class Checks {

    private Checks() {}

    static void anything(String text) {}

    static void dbfilename(String text) {
        if (isPath(text)) throw new ConfigError("dbfilename can't be a path, just a filename");
    }

    static void appendfilename(String text) {
        if (text.isEmpty()) throw new ConfigError("appendfilename can't be empty");
        if (isPath(text)) throw new ConfigError("appendfilename can't be a path, just a filename");
    }

    static void appenddirname(String text) {
        if (text.isEmpty()) throw new ConfigError("appenddirname can't be empty");
        if (isPath(text)) throw new ConfigError("appenddirname can't be a path, just a dirname");
    }

    static void hostname(String text) {
        if (text.length() >= 256)
            throw new ConfigError("Hostnames must be less than 256 characters");
        if (!text.chars().allMatch(c -> isLetterOrDigit(c) || c == '-' || c == '.')) {
            throw new ConfigError(
                    "Hostnames may only contain alphanumeric characters, hyphens or dots");
        }
    }

    /// The characters that would break a line of nodes.conf are not for names.
    static void nodename(String text) {
        if (!text.chars().allMatch(c -> "!#$%&()*+:;<>?@[]^{|}~".indexOf(c) < 0)) {
            throw new ConfigError("Announced human node name contained invalid character");
        }
    }

    /// Text with `{variables}`, of which something must be left once they are replaced; `{{` is a
    /// brace.
    static void processTitle(String text) {
        StringBuilder title = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) != '{' || text.startsWith("{{", at)) {
                if (text.charAt(at) == '{') at++;
                title.append(text.charAt(at));
                continue;
            }
            int end = text.indexOf('}', at);
            if (end < 0) throw invalidTitle();
            title.append(sampleOf(text.substring(at + 1, end)));
            at = end;
        }
        if (title.toString().isBlank()) throw invalidTitle();
    }

    private static String sampleOf(String variable) {
        return switch (variable) {
            case "title", "server-mode", "unixsocket" -> "";
            case "listen-addr", "config-file", "port", "tls-port" -> "0";
            default -> throw invalidTitle();
        };
    }

    private static ConfigError invalidTitle() {
        return new ConfigError("template format is invalid or contains unknown variables");
    }

    private static boolean isPath(String text) {
        return text.indexOf('/') >= 0 || text.indexOf('\\') >= 0;
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
