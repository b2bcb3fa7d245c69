package hearsay.simulations.process;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A connection to a node for the launcher's few questions: one command at a time, blocking.
///
/// Replies are taken as text: status, bulk string and integer. Of arrays only those of strings are
/// understood.
public final class RespConnection implements AutoCloseable {

    /// An error reply.
    public static final class ReplyError extends IOException {
        private static final long serialVersionUID = 1L;

        ReplyError(String message) {
            super(message);
        }
    }

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private RespConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = new BufferedOutputStream(socket.getOutputStream());
    }

    /// @param timeoutMillis for connecting, and for each reply
    public static RespConnection to(String host, int port, int timeoutMillis) throws IOException {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(timeoutMillis);
            socket.connect(new InetSocketAddress(host, port), timeoutMillis);
            return new RespConnection(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /// Sends a command and waits for its reply.
    ///
    /// @return the reply's text; empty for null
    /// @throws ReplyError if the reply is an error
    public String call(String... words) throws IOException {
        send(words);
        return reply();
    }

    private void send(String... words) throws IOException {
        var request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            int length = word.getBytes(StandardCharsets.UTF_8).length;
            request.append('$').append(length).append("\r\n").append(word).append("\r\n");
        }
        out.write(request.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /// The same for a command that answers an array of strings.
    ///
    /// @return empty for null
    public List<String> callForAll(String... words) throws IOException {
        send(words);
        String header = line();
        if (header.startsWith("-")) throw new ReplyError(header.substring(1));
        if (!header.startsWith("*")) throw new IOException("not an array: " + header);
        List<String> items = new ArrayList<>();
        for (int left = Integer.parseInt(header.substring(1)); left > 0; left--) items.add(reply());
        return items;
    }

    /// The `name:value` lines that INFO and CLUSTER INFO answer.
    public Map<String, String> fields(String... words) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : call(words).lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0) fields.put(line.substring(0, colon), line.substring(colon + 1));
        }
        return fields;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private String reply() throws IOException {
        String line = line();
        if (line.isEmpty()) throw new IOException("an empty line instead of a reply");
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+', ':' -> rest;
            case '-' -> throw new ReplyError(rest);
            case '$' -> bulk(Integer.parseInt(rest));
            default -> throw new IOException("not a reply that is understood here: " + line);
        };
    }

    private String bulk(int length) throws IOException {
        if (length < 0) return "";
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) throw new EOFException("connection closed");
        line();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) throw new EOFException("connection closed");
            if (b != '\r') line.append((char) b);
        }
        return line.toString();
    }
}
