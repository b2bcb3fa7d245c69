package hearsay.simulations.measure;

import hearsay.simulations.console.Refusal;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A connection that sends many requests before it reads their replies, which it only looks through
/// for errors.
final class Pipeline implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;
    private final int depth;
    private int unanswered;

    /// @param depth requests sent before replies are awaited
    Pipeline(int port, int depth) {
        this.depth = depth;
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            in = new BufferedInputStream(socket.getInputStream(), BUFFER);
            out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
        } catch (IOException e) {
            throw new Refusal("Cannot connect to port " + port + ": " + e.getMessage());
        }
    }

    void send(String... words) {
        try {
            header('*', words.length);
            for (var word : words) {
                var bytes = word.getBytes(StandardCharsets.UTF_8);
                header('$', bytes.length);
                out.write(bytes);
                out.write('\r');
                out.write('\n');
            }
            if (++unanswered >= depth) drain();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /// Waits for the replies to everything sent.
    void drain() {
        try {
            out.flush();
            for (; unanswered > 0; unanswered--) skipReply();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /// Sends a request alone and waits for its reply.
    void call(String... words) {
        send(words);
        drain();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private void header(char marker, int number) throws IOException {
        out.write(marker);
        out.write(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
        out.write('\r');
        out.write('\n');
    }

    private void skipReply() throws IOException {
        int marker = in.read();
        var line = line();
        switch (marker) {
            case '-' -> throw new Refusal("The node answers " + line);
            case '$', '=' -> {
                int length = Integer.parseInt(line);
                if (length >= 0) in.skipNBytes(length + 2L);
            }
            case '*', '~', '>' -> {
                for (int left = Integer.parseInt(line); left > 0; left--) skipReply();
            }
            case '%' -> {
                for (int left = 2 * Integer.parseInt(line); left > 0; left--) skipReply();
            }
            default -> {
                // The line was all of it.
            }
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) throw new EOFException("connection closed");
            if (b != '\r') line.append((char) b);
        }
        return line.toString();
    }

    private static Refusal lost(IOException e) {
        return new Refusal("The connection was lost: " + e.getMessage());
    }
}
