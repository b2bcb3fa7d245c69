package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What is remembered of a launched cluster in its folder, in a file called `hearsay.state`.
///
/// ```
/// hearsay 1
/// cluster yes
/// option -Xmx256m
/// node 127.0.0.1 7000 hearsay 4711 1732096000123
/// ```
///
/// @param cluster whether cluster mode is on
/// @param jvmOptions what its JVMs were asked to start with beyond the usual
/// @param members ascending by port
record StateFile(boolean cluster, List<String> jvmOptions, List<Member> members) {

    private static final String NAME = "hearsay.state";
    private static final String VERSION = "hearsay 1";

    static Optional<StateFile> read(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            return Optional.of(parse(Files.readAllLines(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(
                    "Cannot understand %s (%s). If nothing runs there, delete it."
                            .formatted(file, e.getMessage()));
        }
    }

    /// Replaces the file as a whole, so that nobody ever reads half of it.
    void write(Path folder) {
        Path file = folder.resolve(NAME);
        Path draft = folder.resolve(NAME + ".new");
        try {
            Files.write(draft, lines());
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new Refusal("Cannot write " + file + ": " + e.getMessage());
        }
    }

    static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(NAME));
    }

    /// The same, but for a node whose process is another one now.
    StateFile with(Member restarted) {
        List<Member> changed =
                members.stream().map(m -> m.port() == restarted.port() ? restarted : m).toList();
        return new StateFile(cluster, jvmOptions, changed);
    }

    /// The same with one node more.
    StateFile plus(Member added) {
        List<Member> more = new ArrayList<>(members);
        more.add(added);
        more.sort(Comparator.comparingInt(Member::port));
        return new StateFile(cluster, jvmOptions, List.copyOf(more));
    }

    /// The same with one node less.
    StateFile without(int port) {
        return new StateFile(
                cluster, jvmOptions, members.stream().filter(m -> m.port() != port).toList());
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(VERSION);
        lines.add("cluster " + (cluster ? "yes" : "no"));
        for (String option : jvmOptions) lines.add("option " + option);
        for (Member m : members) {
            lines.add(
                    "node %s %d %s %d %d"
                            .formatted(m.host(), m.port(), m.kind(), m.pid(), m.startedMillis()));
        }
        return lines;
    }

    static StateFile parse(List<String> lines) {
        if (lines.isEmpty() || !lines.getFirst().equals(VERSION))
            throw new IllegalArgumentException("its first line is not '" + VERSION + "'");
        boolean cluster = true;
        List<String> options = new ArrayList<>();
        List<Member> members = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            int space = line.indexOf(' ');
            String rest = line.substring(space + 1);
            switch (space < 0 ? line : line.substring(0, space)) {
                case "cluster" -> cluster = rest.equals("yes");
                case "option" -> options.add(rest);
                case "node" -> members.add(member(rest.split(" ", -1)));
                default -> throw new IllegalArgumentException("'" + line + "'");
            }
        }
        return new StateFile(cluster, List.copyOf(options), List.copyOf(members));
    }

    private static Member member(String[] words) {
        if (words.length != 5)
            throw new IllegalArgumentException("'" + String.join(" ", words) + "'");
        return new Member(
                words[0],
                Integer.parseInt(words[1]),
                NodeKind.named(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]));
    }
}
