package hearsay.node.observation;

import hearsay.node.resp.Arguments;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Sessions that are shown every command that is run, as a line each.
///
/// ```
/// +1339518083.107412 [0 127.0.0.1:60866] "keys" "*"
/// ```
///
/// Source: Redis documentation of MONITOR.
public final class Monitors {

    private static final String[] ESCAPED = escapes();

    private final Server server;
    private final List<Session> sessions = new ArrayList<>();

    Monitors(Server server) {
        this.server = server;
    }

    boolean isEmpty() {
        return sessions.isEmpty();
    }

    /// From now on this session sees every command.
    void add(Session session) {
        sessions.add(session);
    }

    void remove(Session session) {
        sessions.remove(session);
    }

    /// Shows a command to all of them.
    ///
    /// @param from who asked
    /// @param request its words, without secrets
    public void show(Session from, Arguments request) {
        if (sessions.isEmpty()) return;
        var line = line(from, request);
        for (var session : sessions) {
            if (!session.isMuted()) server.pushes(session).raw(line);
        }
    }

    private byte[] line(Session from, Arguments request) {
        long micros = server.nowMicros();
        var line = new StringBuilder("+").append(micros / 1_000_000).append('.');
        var fraction = Long.toString(1_000_000 + micros % 1_000_000);
        line.append(fraction, 1, fraction.length());
        line.append(" [").append(from.database()).append(' ');
        line.append(from.link().remoteAddress()).append(']');
        for (int i = 0; i < request.count(); i++) {
            line.append(" \"");
            int end = request.offset(i) + request.length(i);
            for (int at = request.offset(i); at < end; at++) {
                line.append(ESCAPED[request.buffer()[at] & 0xff]);
            }
            line.append('"');
        }
        return line.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// Each byte as it stands in a quoted word.
    private static String[] escapes() {
        var escaped = new String[256];
        for (int i = 0; i < 256; i++) {
            boolean printable = i >= 32 && i < 127;
            escaped[i] = printable ? String.valueOf((char) i) : String.format("\\x%02x", i);
        }
        escaped['"'] = "\\\"";
        escaped['\\'] = "\\\\";
        escaped['\n'] = "\\n";
        escaped['\r'] = "\\r";
        escaped['\t'] = "\\t";
        escaped[7] = "\\a";
        escaped['\b'] = "\\b";
        return escaped;
    }
}
