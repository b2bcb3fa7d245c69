package hearsay.node.replication;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// How a replica introduces itself to its master: what it says, and what it makes of each line that
/// comes back. PING alone goes first; who we are and what we understand goes in one piece; PSYNC is
/// last.
///
///     PING                                        +PONG
///     AUTH …, REPLCONF listening-port …, ip-address …, capa eof capa psync2 …   +OK each
///     PSYNC <id> <offset>                         +FULLRESYNC <id> <offset> or +CONTINUE <id>
final class Handshake {

    /// What a replica says of itself.
    ///
    /// @param user may be empty
    /// @param password empty: none is needed
    /// @param announcedAddress empty: where the link comes from
    /// @param historyId `?` if there is nothing to go on from
    /// @param wantedOffset the first byte of the stream that is missing, -1 with `?`
    record Introduction(
            String user,
            String password,
            int port,
            String announcedAddress,
            String historyId,
            long wantedOffset) {}

    /// What follows from a line of the master's.
    sealed interface Outcome {
        /// More has to come.
        record Wait() implements Outcome {}

        record Send(byte[] bytes) implements Outcome {}

        record FullResync(String id, long offset) implements Outcome {}

        /// @param id empty if the master said none
        record Continue(String id) implements Outcome {}

        /// It does not work now. It may later.
        ///
        /// @param alarming whether the operator should look into it
        record Failed(String reason, boolean alarming) implements Outcome {}
    }

    private enum Step {
        PING,
        AUTH,
        PORT,
        ADDRESS,
        CAPABILITIES,
        PSYNC
    }

    private static final Outcome WAIT = new Outcome.Wait();

    private final Introduction me;
    private final List<Step> expected = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    Handshake(Introduction me) {
        this.me = me;
    }

    byte[] begin() {
        expected.add(Step.PING);
        return command("PING");
    }

    /// Things the operator may want to know though they do no harm; they are forgotten by asking.
    List<String> takeRemarks() {
        var taken = List.copyOf(remarks);
        remarks.clear();
        return taken;
    }

    /// A line has come, without its end.
    Outcome on(String line) {
        // A master that cannot answer PSYNC yet sends empty lines, to be known alive.
        if (line.isEmpty()) return WAIT;
        return switch (expected.removeFirst()) {
            case PING -> ping(line);
            case AUTH ->
                    line.startsWith("-")
                            ? new Outcome.Failed("Unable to AUTH to MASTER: " + line, true)
                            : next();
            case PORT -> understood(line, "listening-port");
            case ADDRESS -> understood(line, "ip-address");
            case CAPABILITIES -> understood(line, "capa");
            case PSYNC -> psync(line);
        };
    }

    private Outcome ping(String line) {
        boolean known =
                line.startsWith("+")
                        || line.startsWith("-NOAUTH")
                        || line.startsWith("-NOPERM")
                        || line.startsWith("-ERR operation not permitted");
        if (!known) {
            return new Outcome.Failed("Error reply to PING from master: '" + line + "'", true);
        }
        remarks.add("Master replied to PING, replication can continue...");
        return new Outcome.Send(introduce());
    }

    private byte[] introduce() {
        var out = new ByteArrayOutputStream();
        if (!me.password().isEmpty()) {
            expected.add(Step.AUTH);
            out.writeBytes(
                    me.user().isEmpty()
                            ? command("AUTH", me.password())
                            : command("AUTH", me.user(), me.password()));
        }
        expected.add(Step.PORT);
        out.writeBytes(command("REPLCONF", "listening-port", Integer.toString(me.port())));
        if (!me.announcedAddress().isEmpty()) {
            expected.add(Step.ADDRESS);
            out.writeBytes(command("REPLCONF", "ip-address", me.announcedAddress()));
        }
        expected.add(Step.CAPABILITIES);
        out.writeBytes(
                command(
                        "REPLCONF",
                        "capa",
                        "eof",
                        "capa",
                        "psync2",
                        "capa",
                        SlotOrders.CAPABILITY));
        return out.toByteArray();
    }

    private Outcome understood(String line, String option) {
        if (line.startsWith("-")) {
            remarks.add(
                    "(Non critical) Master does not understand REPLCONF " + option + ": " + line);
        }
        return next();
    }

    private Outcome next() {
        if (!expected.isEmpty()) return WAIT;
        expected.add(Step.PSYNC);
        remarks.add(
                me.historyId().equals("?")
                        ? "Partial resynchronization not possible (no cached master)"
                        : "Trying a partial resynchronization (request %s:%d)."
                                .formatted(me.historyId(), me.wantedOffset()));
        return new Outcome.Send(command("PSYNC", me.historyId(), Long.toString(me.wantedOffset())));
    }

    private static Outcome psync(String line) {
        var words = line.split(" ");
        switch (words[0]) {
            case "+FULLRESYNC" -> {
                if (words.length == 3 && isId(words[1]) && words[2].matches("\\d{1,18}")) {
                    return new Outcome.FullResync(words[1], Long.parseLong(words[2]));
                }
                return new Outcome.Failed("Master replied with wrong +FULLRESYNC syntax.", true);
            }
            case "+CONTINUE" -> {
                return new Outcome.Continue(words.length > 1 && isId(words[1]) ? words[1] : "");
            }
            case "-NOMASTERLINK", "-LOADING" -> {
                return new Outcome.Failed(
                        "Master is currently unable to PSYNC but should be in the future: " + line,
                        false);
            }
            default -> {
                return new Outcome.Failed("Unexpected reply to PSYNC from master: " + line, true);
            }
        }
    }

    private static boolean isId(String word) {
        return word.matches("[0-9a-fA-F]{40}");
    }

    static byte[] command(String... words) {
        var text = new StringBuilder("*" + words.length + "\r\n");
        for (var word : words) {
            text.append('$').append(word.getBytes(StandardCharsets.UTF_8).length).append("\r\n");
            text.append(word).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
