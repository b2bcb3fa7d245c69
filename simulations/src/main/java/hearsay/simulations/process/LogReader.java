package hearsay.simulations.process;

import hearsay.gossip.diary.Happening;
import hearsay.node.server.Log;
import hearsay.simulations.diary.Diary;
import hearsay.simulations.diary.Entry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what a node writes to its log, ours or Redis' own, into a diary: as far as it tells of the
/// protocol, in the diary's words.
final class LogReader {

    private static final Pattern LINE =
            Pattern.compile(
                    "(\\d+):([A-Z]) (\\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d{3}) ([-.*#]) (.*)");

    private static final Pattern ID = Pattern.compile("\\b[0-9a-z]{40}\\b(?! \\()");
    private static final char STARTING = 'C';

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd MMM yyyy HH:mm:ss.SSS", Locale.ENGLISH)
                    .withZone(ZoneId.systemDefault());

    private final Path file;
    private final long beginMillis;
    private final Diary diary;
    private final Log node;
    private long position;
    private long nanos;
    private long pid;

    /// @param name of the node
    /// @param position where in the file to begin
    /// @param beginMillis since 1970; what is older does not count
    LogReader(String name, Path file, long position, long beginMillis) {
        this.file = file;
        this.position = position;
        this.beginMillis = beginMillis;
        diary = new Diary(() -> nanos);
        node = diary.log(name);
    }

    /// What the node is at the begin, which its log tells only with its next line.
    void begin(boolean isMaster) {
        node.role(isMaster ? 'M' : 'S');
    }

    Diary diary() {
        return diary;
    }

    List<Entry> entries() {
        return diary.entries();
    }

    /// Takes in the lines that have been added.
    void read() {
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            long length = log.length();
            if (length <= position) return;
            var bytes = new byte[(int) Math.min(length - position, 1 << 20)];
            log.seek(position);
            log.readFully(bytes);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') end--;
            position += end;
            new String(bytes, 0, end, StandardCharsets.UTF_8).lines().forEach(this::take);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) return;
        long at;
        try {
            at = Instant.from(TIME.parse(matcher.group(3))).toEpochMilli() - beginMillis;
        } catch (DateTimeParseException e) {
            return;
        }
        if (at < 0) return;
        // The system's clock may be set while we read; a diary does not go back.
        nanos = Math.max(nanos, TimeUnit.MILLISECONDS.toNanos(at));
        takeRole(Long.parseLong(matcher.group(1)), matcher.group(2).charAt(0));
        String text = matcher.group(5);
        var happening = Happening.parse(text).or(() -> Happening.parse(named(text)));
        if (happening.isPresent()) node.happened(happening.get());
        else node.log(level(matcher.group(4)), text);
    }

    /// `C` is a process that is still starting, but also the child of a Redis that writes a
    /// snapshot: neither says what the node is. Another pid than before is another life.
    private void takeRole(long newPid, char role) {
        if (role == STARTING) return;
        if (pid != 0 && pid != newPid) node.role(STARTING);
        pid = newPid;
        node.role(role);
    }

    /// As Redis 7.2 writes it: earlier ones have no names of nodes behind their ids.
    private static String named(String text) {
        return ID.matcher(text).replaceAll("$0 ()");
    }

    private static Log.Level level(String sign) {
        return switch (sign) {
            case "." -> Log.Level.DEBUG;
            case "-" -> Log.Level.VERBOSE;
            case "#" -> Log.Level.WARNING;
            default -> Log.Level.NOTICE;
        };
    }
}
