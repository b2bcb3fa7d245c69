package hearsay.node.persistence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hearsay.node.keyspace.StringValue;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files go from a real redis-server to our reader, and from our writer to a real redis-server.
class RdbAgainstRedisTest {

    private static final long FAR = 4_102_444_800_000L;

    @TempDir Path dir;

    @BeforeAll
    static void redis_is_installed() {
        boolean installed = false;
        for (var folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            installed |= Files.isExecutable(Path.of(folder, "redis-server"));
        }
        assumeTrue(installed, "redis-server is not installed");
    }

    @Test
    void a_file_that_redis_saved_is_read_in_pieces_of_any_size() throws Exception {
        var expected = new TreeMap<String, String>();
        try (var redis = new Redis(dir)) {
            var random = new Random(9);
            strings(redis, random, expected);
            redis.call("SELECT", "3");
            redis.call("SET", "three", "3", "PXAT", Long.toString(FAR));
            expected.put("3 three", "string three = 3 expires " + FAR);
            redis.call("SELECT", "0");
            collections(redis);
            redis.call("FUNCTION", "LOAD", FUNCTION);
            redis.call("SAVE");
        }
        byte[] rdb = Files.readAllBytes(dir.resolve("dump.rdb"));

        var whole = Transcript.of(rdb);
        for (int size : new int[] {1, 2, 3, 10, 1000}) {
            assertThat(Transcript.of(rdb, size)).isEqualTo(whole);
        }
        assertThat(byDatabase(whole, "string ")).isEqualTo(expected);
        assertThat(whole).contains("function " + FUNCTION, "aux redis-bits 64", "aux aof-base 0");
        assertThat(whole)
                .contains(
                        "hash small-hash = {1=2, f=v} expires " + FAR,
                        "set small-set = [a, b]",
                        "set intset = [1, 5000000000, 70000]",
                        "zset small-zset = [a 1.5, b inf]",
                        "stream log = 900 entries, 2 groups")
                .anyMatch(line -> line.startsWith("hash big = {field0=, field1=value, field10="))
                .anyMatch(line -> line.startsWith("set big-set = [0, 1, 10, 100, 101,"))
                .anyMatch(line -> line.startsWith("zset big-zset = [member0 0, member1 0.1428571"));
    }

    private static final String FUNCTION =
            "#!lua name=lib\nredis.register_function('f', function(keys, args) return 1 end)";

    private static void strings(Redis redis, Random random, Map<String, String> expected)
            throws IOException {
        for (int i = 0; i < 300; i++) {
            var key = "key" + i;
            var value =
                    switch (i % 5) {
                        case 0 -> Long.toString(random.nextLong() >> random.nextInt(64));
                        case 1 -> "lorem ipsum ".repeat(random.nextInt(500));
                        case 2 -> noise(random, random.nextInt(5000));
                        case 3 -> noise(random, random.nextInt(70));
                        default -> "0" + i;
                    };
            redis.call("SET", key, value);
            boolean expires = i % 3 == 0;
            if (expires) redis.call("PEXPIREAT", key, Long.toString(FAR + i));
            var about = expires ? " expires " + (FAR + i) : "";
            expected.put("0 " + key, "string " + key + " = " + value + about);
        }
    }

    private static void collections(Redis redis) throws IOException {
        redis.call("RPUSH", "small-list", "a", "1", "", "-70000");
        redis.call("HSET", "small-hash", "f", "v", "1", "2");
        redis.call("PEXPIREAT", "small-hash", Long.toString(FAR));
        redis.call("SADD", "small-set", "a", "b");
        redis.call("SADD", "intset", "1", "70000", "5000000000");
        redis.call("ZADD", "small-zset", "1.5", "a", "inf", "b");
        for (int i = 0; i < 1000; i++) {
            redis.call("RPUSH", "long-list", "element " + i + "x".repeat(i % 100));
            redis.call("HSET", "big", "field" + i, "value".repeat(i % 30));
            redis.call("SADD", "big-set", "member" + i, Integer.toString(i));
            redis.call("ZADD", "big-zset", Double.toString(i / 7.0), "member" + i);
            redis.call("XADD", "log", "*", "field", "value" + i);
        }
        redis.call("DEBUG", "QUICKLIST-PACKED-THRESHOLD", "100b");
        redis.call("RPUSH", "plain-list", "y".repeat(1000), "small", "z".repeat(30_000));
        redis.call("XGROUP", "CREATE", "log", "group", "0");
        redis.call("XGROUP", "CREATE", "log", "idle", "$");
        redis.call("XREADGROUP", "GROUP", "group", "alice", "COUNT", "30", "STREAMS", "log", ">");
        redis.call("XREADGROUP", "GROUP", "group", "bob", "COUNT", "5", "STREAMS", "log", ">");
        redis.call("XTRIM", "log", "MAXLEN", "900");
    }

    @Test
    void lru_and_lfu_are_read_where_the_policy_saves_them() throws Exception {
        try (var redis = new Redis(dir, "--maxmemory-policy", "allkeys-lru")) {
            redis.call("SET", "k", "v");
            redis.call("SAVE");
            assertThat(Transcript.of(Files.readAllBytes(dir.resolve("dump.rdb"))))
                    .anyMatch(line -> line.matches("string k = v idle \\d+"));
            redis.call("CONFIG", "SET", "maxmemory-policy", "allkeys-lfu");
            redis.call("SET", "k", "v");
            redis.call("SAVE");
            assertThat(Transcript.of(Files.readAllBytes(dir.resolve("dump.rdb"))))
                    .anyMatch(line -> line.matches("string k = v frequency \\d+"));
        }
    }

    @Test
    void a_file_that_we_write_is_loaded_by_redis() throws Exception {
        var random = new Random(10);
        var values = new TreeMap<String, String>();
        for (int i = 0; i < 500; i++) {
            var value =
                    i % 2 == 0
                            ? noise(random, random.nextInt(200))
                            : letters(random, random.nextInt(20_000));
            values.put("key" + i, value);
            values.put("n" + i, Long.toString(random.nextLong() >> random.nextInt(64)));
        }
        try (var file = Files.newOutputStream(dir.resolve("ours.rdb"))) {
            write(file, values);
        }

        try (var redis = new Redis(dir, "--dbfilename", "ours.rdb")) {
            assertThat(redis.call("DBSIZE")).isEqualTo((long) values.size());
            for (var entry : values.entrySet()) {
                assertThat(redis.call("GET", entry.getKey())).isEqualTo(entry.getValue());
                long expiry = entry.getKey().startsWith("n") ? FAR : -1;
                assertThat(redis.call("PEXPIRETIME", entry.getKey())).isEqualTo(expiry);
            }
            redis.call("SELECT", "15");
            assertThat(redis.call("LRANGE", "list", "0", "-1"))
                    .isEqualTo(List.of("a", "b", "1000"));
            assertThat(redis.call("HGETALL", "hash")).isEqualTo(List.of("field", "x".repeat(50)));
            assertThat(redis.call("ZSCORE", "zset", "m")).isEqualTo("0.25");
            assertThat(redis.call("SISMEMBER", "set", "-5")).isEqualTo(1L);
            assertThat(redis.call("FCALL", "f", "0")).isEqualTo(1L);
        }
    }

    private static void write(OutputStream file, Map<String, String> values) {
        var w = new RdbWriter(unchecked(file), RdbWriter.Options.DEFAULT);
        w.header();
        w.aux("redis-ver", "7.2.6");
        w.aux("redis-bits", 64);
        w.aux("ctime", 1_700_000_000);
        w.aux("used-mem", 1_000_000);
        w.aux("repl-stream-db", 0);
        w.aux("repl-id", "a".repeat(40));
        w.aux("repl-offset", 12345);
        w.aux("aof-base", 0);
        w.function(bytes(FUNCTION));
        w.selectDb(0);
        w.resizeDb(values.size(), 500);
        for (var entry : values.entrySet()) {
            if (entry.getKey().startsWith("n")) w.expireAt(FAR);
            w.entry(bytes(entry.getKey()), StringValue.of(bytes(entry.getValue())));
            w.flush();
        }
        w.selectDb(15);
        w.resizeDb(4, 0);
        strings(w, RdbType.LIST, "list", 3, "a", "b", "1000");
        strings(w, RdbType.HASH, "hash", 1, "field", "x".repeat(50));
        strings(w, RdbType.SET, "set", 1, "-5");
        strings(w, RdbType.ZSET_2, "zset", 1, "m");
        w.binaryDouble(0.25);
        w.end();
    }

    private static void strings(RdbWriter w, RdbType type, String key, int count, String... all) {
        w.begin(type, bytes(key));
        w.length(count);
        for (var one : all) w.string(bytes(one));
    }

    @Test
    void dumps_go_both_ways() throws Exception {
        var random = new Random(11);
        var dump = new DumpPayload(RdbWriter.Options.DEFAULT);
        try (var redis = new Redis(dir)) {
            for (int i = 0; i < 200; i++) {
                var value =
                        i % 3 == 0
                                ? Long.toString(random.nextInt() >> random.nextInt(32))
                                : letters(random, random.nextInt(i % 3 == 1 ? 20 : 9000));
                redis.call(
                        "RESTORE",
                        "k",
                        "0",
                        latin(dump.of(StringValue.of(bytes(value)))),
                        "REPLACE");
                assertThat(redis.call("GET", "k")).isEqualTo(value);
                var theirs = bytes((String) redis.call("DUMP", "k"));
                assertThat(Transcript.text(DumpPayload.read(theirs, Transcript.SETTINGS)))
                        .isEqualTo(value);
                if (value.length() <= 20) {
                    assertThat(latin(dump.of(StringValue.of(bytes(value)))))
                            .isEqualTo(redis.call("DUMP", "k"));
                }
            }
        }
    }

    /// Lines that begin so, under "database key".
    private static Map<String, String> byDatabase(List<String> transcript, String prefix) {
        var found = new TreeMap<String, String>();
        var database = "";
        for (var line : transcript) {
            if (line.startsWith("db ")) database = line.substring(3);
            if (line.startsWith(prefix)) found.put(database + " " + line.split(" ", 3)[1], line);
        }
        return found;
    }

    private static String noise(Random random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return latin(bytes);
    }

    private static String letters(Random random, int length) {
        var letters = new StringBuilder();
        for (int i = 0; i < length; i++) letters.append((char) ('a' + random.nextInt(5)));
        return letters.toString();
    }

    private static ByteSink unchecked(OutputStream file) {
        return (bytes, from, length) -> {
            try {
                file.write(bytes, from, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(ISO_8859_1);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    /// A redis-server of our own, and one connection to it.
    private static final class Redis implements AutoCloseable {

        private final Process process;
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Redis(Path dir, String... options) throws IOException {
            int port = freePort();
            var command = new ArrayList<String>();
            command.addAll(List.of("redis-server", "--port", Integer.toString(port)));
            command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
            command.addAll(List.of("--dir", dir.toString(), "--enable-debug-command", "yes"));
            command.addAll(List.of(options));
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            awaitReady();
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            in = new BufferedInputStream(socket.getInputStream());
            out = new BufferedOutputStream(socket.getOutputStream());
        }

        private static int freePort() throws IOException {
            try (var socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            }
        }

        private void awaitReady() throws IOException {
            var log = process.inputReader();
            var said = new ArrayList<String>();
            for (var line = log.readLine(); line != null; line = log.readLine()) {
                said.add(line);
                if (line.contains("Ready to accept connections")) return;
            }
            throw new IOException("redis-server did not start:\n" + String.join("\n", said));
        }

        /// The reply as Long, String or List; an error is thrown.
        Object call(String... arguments) throws IOException {
            out.write(bytes("*" + arguments.length + "\r\n"));
            for (var argument : arguments) {
                out.write(bytes("$" + argument.length() + "\r\n" + argument + "\r\n"));
            }
            out.flush();
            return reply();
        }

        private Object reply() throws IOException {
            var line = line();
            var rest = line.substring(1);
            return switch (line.charAt(0)) {
                case '+' -> rest;
                case ':' -> Long.parseLong(rest);
                case '$' -> bulk(Integer.parseInt(rest));
                case '*' -> list(Integer.parseInt(rest));
                default -> throw new IOException(line);
            };
        }

        private List<Object> list(int length) throws IOException {
            var list = new ArrayList<>();
            for (int i = 0; i < length; i++) list.add(reply());
            return list;
        }

        private String bulk(int length) throws IOException {
            if (length < 0) return "(nil)";
            var bulk = latin(in.readNBytes(length));
            in.skipNBytes(2);
            return bulk;
        }

        private String line() throws IOException {
            var line = new StringBuilder();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) throw new IOException("redis-server closed the connection");
                if (b != '\r') line.append((char) b);
            }
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
            process.destroyForcibly().onExit().join();
        }
    }
}
