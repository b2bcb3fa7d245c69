package hearsay.node.config;

/// A configuration that is refused: what a client's `CONFIG SET` gets as its error reply, or what a
/// node says before it gives up starting. The message is Redis' own text, without the error code.
@SuppressWarnings("serial")
public final class ConfigError extends RuntimeException {

    private final String code;

    ConfigError(String text) {
        this("ERR", text);
    }

    private ConfigError(String code, String text) {
        super(text, null, false, false);
        this.code = code;
    }

    /// A part that reacts to a change (see [Settings#whenChanged]) refuses it with this, and
    /// everything is as before.
    public static ConfigError refused(String reason) {
        return new ConfigError(reason);
    }

    static ConfigError loading() {
        return new ConfigError("LOADING", "Redis is loading the dataset in memory");
    }

    /// The error code in front of the text in a reply: `ERR` or `LOADING`.
    public String code() {
        return code;
    }

    /// Redis' text, never null.
    public String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
