package hearsay.node.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// A connection to a real server: requests go out in one piece, replies are read one by one.
final class Wire implements AutoCloseable {

    static final String SILENCE = "(nothing within ten seconds)";
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final ByteArrayOutputStream reply = new ByteArrayOutputStream();
    private boolean silent;

    Wire(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The reply to one request.
    String ask(String... words) {
        write(words);
        flush();
        return read();
    }

    void write(String... words) {
        try {
            out.write(encode(words));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The next reply, or [#SILENCE], which then goes on.
    String read() {
        if (silent) return SILENCE;
        reply.reset();
        try {
            copyReply();
        } catch (SocketTimeoutException e) {
            silent = true;
            return SILENCE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reply.toString(ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A request as a RESP array.
    static byte[] encode(String... words) {
        var request = new StringBuilder("*").append(words.length).append("\r\n");
        for (var word : words) {
            request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return request.toString().getBytes(ISO_8859_1);
    }

    private void copyReply() throws IOException {
        int marker = next();
        long number = copyLine();
        switch (marker) {
            case '$', '=' -> {
                for (long i = number < 0 ? 0 : number + 2; i > 0; i--) next();
            }
            case '*', '~', '>' -> {
                for (long i = 0; i < number; i++) copyReply();
            }
            case '%' -> {
                for (long i = 0; i < 2 * number; i++) copyReply();
            }
            default -> {
                // The line is all there is.
            }
        }
    }

    /// Up to the line's end; answers the number it is, if it is one.
    private long copyLine() throws IOException {
        long number = 0;
        boolean negative = false;
        for (int b = next(); b != '\n'; b = next()) {
            if (b == '-') negative = true;
            if (b >= '0' && b <= '9') number = number * 10 + b - '0';
        }
        return negative ? -number : number;
    }

    private int next() throws IOException {
        int b = in.read();
        if (b < 0) throw new EOFException("redis-server closed the connection");
        reply.write(b);
        return b;
    }
}
