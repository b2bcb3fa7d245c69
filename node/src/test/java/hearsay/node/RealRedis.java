package hearsay.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// A `redis-server` from the machine's PATH, to be asked what is right. It listens on a free port
/// of 127.0.0.1, keeps nothing, and ends at [#close].
///
/// Texts are byte strings: a character is a byte.
public final class RealRedis implements AutoCloseable {

    private static final int START_MILLIS = 10_000;

    private final Process process;
    private final Path directory;
    private final int port;
    private final Socket socket;
    private final InputStream input;

    /// An error reply, code included: `ERR no such key`.
    public record Failure(String text) {}

    /// Starts one, or skips the test, saying so, where there is no redis-server.
    ///
    /// @param arguments more of the command line, such as `--cluster-enabled`, `yes`
    public static RealRedis startOrSkip(String... arguments) {
        try {
            return new RealRedis(programOrSkip(), List.of(arguments));
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException("redis-server did not start", failed);
        }
    }

    /// The program itself, for tests that want to start it in their own way.
    public static Path programOrSkip() {
        Optional<Path> program = program();
        Assumptions.assumeTrue(
                program.isPresent(),
                "redis-server is missing on PATH: not compared with the real one");
        return program.orElseThrow();
    }

    /// The program, if it is installed.
    public static Optional<Path> program() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private RealRedis(Path program, List<String> arguments)
            throws IOException, InterruptedException {
        directory = Files.createTempDirectory("real-redis");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> command = new ArrayList<>(List.of(program.toString()));
        // A configuration file, if there is one, has to be the first argument.
        boolean file = !arguments.isEmpty() && !arguments.getFirst().startsWith("-");
        if (file) command.add(arguments.getFirst());
        command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
        command.addAll(List.of("--save", "", "--appendonly", "no", "--dir", directory.toString()));
        command.addAll(arguments.subList(file ? 1 : 0, arguments.size()));
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        socket = connect();
        input = socket.getInputStream();
    }

    public int port() {
        return port;
    }

    public Path directory() {
        return directory;
    }

    public long pid() {
        return process.pid();
    }

    /// `redis_version` of INFO, such as 7.0.15.
    public String version() {
        String info = String.valueOf(ask("INFO", "server"));
        int from = info.indexOf("redis_version:") + "redis_version:".length();
        return info.substring(from, info.indexOf('\r', from));
    }

    /// The reply to a command: a `String`, a `Long`, a `List` of replies, a [Failure], or null.
    public @Nullable Object ask(String... words) {
        String raw = raw(words);
        return new Decoder(raw).next();
    }

    /// A reply in RESP2 as [#ask] answers it.
    public static @Nullable Object decode(String raw) {
        return new Decoder(raw).next();
    }

    /// The reply to a command as it came over the wire: in RESP2, or in RESP3 after `HELLO 3`.
    public String raw(String... words) {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words)
            request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        return rawBytes(request.toString());
    }

    /// The reply to bytes that are sent as they are.
    public String rawBytes(String request) {
        try {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            ByteArrayOutputStream reply = new ByteArrayOutputStream();
            copyReply(reply);
            return reply.toString(ISO_8859_1);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            socket.close();
            process.destroy();
            if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Socket connect() throws IOException, InterruptedException {
        for (int waited = 0; waited < START_MILLIS; waited += 10) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException notYet) {
                if (process.waitFor(10, TimeUnit.MILLISECONDS)) break;
            }
        }
        process.destroyForcibly().waitFor();
        throw new IOException(Files.readString(directory.resolve("log"), ISO_8859_1));
    }

    private void copyReply(ByteArrayOutputStream reply) throws IOException {
        String line = copyLine(reply);
        switch (line.charAt(0)) {
            case '$', '=' -> {
                int length = Integer.parseInt(line.substring(1));
                if (length >= 0) reply.write(input.readNBytes(length + 2));
            }
            case '*', '~', '>' -> {
                int elements = Integer.parseInt(line.substring(1));
                for (int i = 0; i < elements; i++) copyReply(reply);
            }
            case '%' -> {
                int pairs = Integer.parseInt(line.substring(1));
                for (int i = 0; i < 2 * pairs; i++) copyReply(reply);
            }
            default -> {}
        }
    }

    private String copyLine(ByteArrayOutputStream reply) throws IOException {
        StringBuilder line = new StringBuilder();
        int b;
        do {
            b = input.read();
            if (b < 0) throw new EOFException("redis-server closed the connection");
            reply.write(b);
            line.append((char) b);
        } while (b != '\n');
        return line.substring(0, line.length() - 2);
    }

    private static final class Decoder {

        private final String raw;
        private int at;

        Decoder(String raw) {
            this.raw = raw;
        }

        @Nullable Object next() {
            int end = raw.indexOf("\r\n", at);
            char type = raw.charAt(at);
            String line = raw.substring(at + 1, end);
            at = end + 2;
            return switch (type) {
                case '+' -> line;
                case '-' -> new Failure(line);
                case ':' -> Long.parseLong(line);
                case '$' -> bulk(Integer.parseInt(line));
                case '*' -> array(Integer.parseInt(line));
                default -> throw new IllegalStateException("not RESP2: " + type + line);
            };
        }

        private @Nullable String bulk(int length) {
            if (length < 0) return null;
            String bulk = raw.substring(at, at + length);
            at += length + 2;
            return bulk;
        }

        private @Nullable List<@Nullable Object> array(int elements) {
            if (elements < 0) return null;
            List<@Nullable Object> array = new ArrayList<>();
            for (int i = 0; i < elements; i++) array.add(next());
            return array;
        }
    }
}
