package hearsay.node.command;

import hearsay.node.resp.Arguments;

/// A mistake of the client's, carried up to where it becomes an error reply.
///
/// The message begins with the error's code: `ERR syntax error`.
public final class CommandError extends RuntimeException {

    /// So many characters of what the client sent are repeated.
    private static final int SHOWN = 128;

    public CommandError(String text) {
        super(text, null, false, false);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public static CommandError syntax() {
        return new CommandError("ERR syntax error");
    }

    public static CommandError wrongType() {
        return new CommandError(
                "WRONGTYPE Operation against a key holding the wrong kind of value");
    }

    public static CommandError notAnInteger() {
        return new CommandError("ERR value is not an integer or out of range");
    }

    public static CommandError notAFloat() {
        return new CommandError("ERR value is not a valid float");
    }

    public static CommandError noSuchKey() {
        return new CommandError("ERR no such key");
    }

    public static CommandError outOfRange() {
        return new CommandError("ERR index out of range");
    }

    public static CommandError invalidExpireTime(Command command) {
        return new CommandError("ERR invalid expire time in '" + command.fullName() + "' command");
    }

    public static CommandError sameObject() {
        return new CommandError("ERR source and destination objects are the same");
    }

    public static CommandError databaseOutOfRange() {
        return new CommandError("ERR DB index is out of range");
    }

    /// @param fullName as in `client|kill`
    public static CommandError wrongArity(String fullName) {
        return new CommandError("ERR wrong number of arguments for '" + fullName + "' command");
    }

    /// Repeats the beginning of an unknown request, so that its sender can be found.
    static CommandError unknownCommand(Arguments request) {
        var text = new StringBuilder("ERR unknown command '");
        text.append(shortened(request.text(0), SHOWN)).append("', with args beginning with: ");
        for (int i = 1, room = SHOWN; i < request.count() && room > 0; i++) {
            var word = shortened(request.text(i), room);
            text.append('\'').append(word).append("' ");
            room -= word.length() + 3;
        }
        return new CommandError(text.toString());
    }

    /// The name of an unknown subcommand, shortened as Redis does.
    public static CommandError unknownSubcommand(String container, String subcommand) {
        var shown = shortened(subcommand, SHOWN);
        return new CommandError(
                "ERR unknown subcommand '" + shown + "'. Try " + container + " HELP.");
    }

    /// A subcommand that is known, with words that it does not take.
    public static CommandError subcommandSyntax(String container, String subcommand) {
        return new CommandError(
                "ERR unknown subcommand or wrong number of arguments for '"
                        + shortened(subcommand, SHOWN)
                        + "'. Try "
                        + container
                        + " HELP.");
    }

    private static String shortened(String text, int length) {
        return text.length() > length ? text.substring(0, length) : text;
    }
}
