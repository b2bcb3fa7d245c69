package hearsay.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hearsay.node.command.CommandTable;
import hearsay.node.config.CommandLine;
import hearsay.node.config.DiskConfigFiles;
import hearsay.node.config.RedisConf;
import hearsay.node.host.Host;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One of ours in this JVM, on a port of its own.
public final class OurNode implements AutoCloseable {

    private final Host host;
    private final int port;
    private final Socket socket;
    private final InputStream input;

    /// @param arguments more of the command line, such as `--cluster-enabled`, `yes`
    public OurNode(Path folder, String... arguments) throws Exception {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var words = new ArrayList<>(List.of("--port", "" + port, "--bind", "127.0.0.1"));
        words.addAll(List.of("--dir", folder.toString()));
        words.addAll(List.of(arguments));
        var table = new CommandTable();
        host =
                Host.start(
                        List.of(
                                RedisConf.read(
                                        CommandLine.parse(words),
                                        new DiskConfigFiles(folder, System.in),
                                        name -> table.find(name) != null)));
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        input = socket.getInputStream();
    }

    public int port() {
        return port;
    }

    /// The reply as it came over the wire, a character for a byte.
    public String ask(String... words) {
        try {
            socket.getOutputStream().write(request(words));
            var reply = new ByteArrayOutputStream();
            copyReply(reply);
            return reply.toString(ISO_8859_1);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static byte[] request(String... words) {
        var request = new StringBuilder("*" + words.length + "\r\n");
        for (var word : words) {
            request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return request.toString().getBytes(ISO_8859_1);
    }

    private void copyReply(ByteArrayOutputStream reply) throws IOException {
        var line = new StringBuilder();
        for (int b = 0; b != '\n'; ) {
            b = input.read();
            if (b < 0) throw new EOFException("the node closed the connection");
            reply.write(b);
            line.append((char) b);
        }
        var count = line.substring(1, line.length() - 2);
        switch (line.charAt(0)) {
            case '$' -> {
                int length = Integer.parseInt(count);
                if (length >= 0) reply.writeBytes(input.readNBytes(length + 2));
            }
            case '*' -> {
                for (int i = Integer.parseInt(count); i > 0; i--) copyReply(reply);
            }
            default -> {}
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        host.stop();
    }
}
