package hearsay.simulations.process;

import hearsay.gossip.diary.Happening;
import hearsay.simulations.console.Refusal;
import hearsay.simulations.diary.Deed;
import hearsay.simulations.diary.Diary;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.Told;
import hearsay.simulations.fault.Aim;
import hearsay.simulations.fault.Fault;
import hearsay.simulations.fault.Trouble;
import hearsay.simulations.process.Overview.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Does to the processes of a cluster what the troubles of a story say, and writes it down.
final class RealTroubles {

    private static final int REPLY_MILLIS = 1_000;

    /// What a node has on its disk, apart from its configuration and its log.
    private static final List<String> DATA = List.of("nodes.conf", "dump.rdb", "appendonlydir");

    private final Path folder;
    private final Diary diary;
    private final Supplier<Overview> overview;
    private final RandomGenerator chance;
    private final Occasions occasions;
    private List<Integer> it = List.of();
    private List<Integer> winner = List.of();

    /// @param overview who is what now
    RealTroubles(
            Path folder,
            List<Trouble> troubles,
            Diary diary,
            Supplier<Overview> overview,
            RandomGenerator chance) {
        this.folder = folder;
        this.overview = overview;
        this.diary = diary;
        this.chance = chance;
        occasions = new Occasions(troubles, chance, this::begin);
    }

    /// Does what is due, and takes back what is over.
    void keep(long nowNanos) {
        occasions.keep(nowNanos);
    }

    /// When the next is due, `Long.MAX_VALUE` if there is none.
    long nextNanos() {
        return occasions.nextNanos();
    }

    /// Something happened at a node.
    void hear(Entry entry, long nowNanos) {
        if (entry.what() instanceof Told(Happening.VoteGranted vote))
            winner = portOf(diary.names().of(vote.candidate().id()));
        if (entry.what() instanceof Told(Happening.ElectionWon won)) winner = portOf(entry.where());
        occasions.hear(entry.word(), nowNanos);
    }

    /// Ends every trouble: those that are down start, those that are paused go on.
    void healProcesses() {
        for (Member member : state().members()) {
            Optional<ProcessHandle> process = member.process();
            if (process.isEmpty()) start(member);
            else if (Signal.isStopped(process.get())) resume(member);
        }
    }

    private void begin(Trouble trouble) {
        if (trouble.fault() instanceof Fault.Random(var choices)) {
            var choice = choose(choices);
            long least = choice.atLeast().toNanos();
            long nanos = least + chance.nextLong(choice.atMost().toNanos() - least + 1);
            var lasting =
                    nanos == 0 ? Optional.<Duration>empty() : Optional.of(Duration.ofNanos(nanos));
            perform(choice.fault(), choice.aim(), lasting);
        } else {
            perform(trouble.fault(), trouble.aim(), trouble.lasting());
        }
    }

    private Fault.Random.Choice choose(List<Fault.Random.Choice> choices) {
        double sum = 0;
        for (var choice : choices) sum += choice.weight();
        double left = chance.nextDouble() * sum;
        for (var choice : choices) {
            left -= choice.weight();
            if (left < 0) return choice;
        }
        return choices.getLast();
    }

    private void perform(Fault fault, Aim aim, Optional<Duration> lasting) {
        List<Row> rows = new AimedAt(overview.get(), it, winner, chance).of(aim);
        if (rows.isEmpty()) {
            note(Entry.WORLD, Deed.FAULT, "nobody is " + AimedAt.text(aim) + " now");
            return;
        }
        it = rows.stream().map(row -> row.member().port()).toList();
        for (Row row : rows) perform(fault, now(row.member()));
        lasting.ifPresent(length ->
                occasions.at(diary.now() + length.toNanos(), () -> takeBack(fault, rows)));
    }

    private void perform(Fault fault, Member member) {
        switch (fault) {
            case Fault.Crash it -> crash(member);
            case Fault.Restart(boolean withDisk) -> {
                if (member.process().isPresent()) crash(member);
                if (!withDisk) for (String name : DATA) lose(member, name);
                start(member);
            }
            case Fault.Pause it -> pause(member);
            case Fault.LoseFile(String name) -> lose(member, name);
            case Fault.ManualFailover(var kind) -> failOver(member, kind);
            case Fault.Heal(var what) -> {
                if (what == Fault.Heal.What.PROCESSES || what == Fault.Heal.What.EVERYTHING)
                    heal(member);
            }
            default -> throw new IllegalStateException("cannot be done to a process: " + fault);
        }
    }

    private void takeBack(Fault fault, List<Row> rows) {
        for (Row row : rows) {
            Member member = now(row.member());
            switch (fault) {
                case Fault.Crash it -> start(member);
                case Fault.Pause it -> resume(member);
                default -> throw new IllegalStateException("cannot be taken back: " + fault);
            }
        }
    }

    private void heal(Member member) {
        if (member.process().isEmpty()) start(member);
        else resume(member);
    }

    private void crash(Member member) {
        Optional<ProcessHandle> process = member.process();
        if (process.isEmpty()) return;
        note(member, Deed.CRASH, "is killed (SIGKILL to pid " + member.pid() + ")");
        try {
            Ending.kill(member);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("Interrupted.");
        }
    }

    private void pause(Member member) {
        member.process()
                .ifPresent(process -> {
                    note(member, Deed.PAUSE, "is stopped (SIGSTOP)");
                    Signal.STOP.to(process);
                });
    }

    private void resume(Member member) {
        member.process()
                .filter(Signal::isStopped)
                .ifPresent(process -> {
                    note(member, Deed.RESUME, "goes on (SIGCONT)");
                    Signal.CONT.to(process);
                });
    }

    private void start(Member member) {
        if (member.process().isPresent()) return;
        note(member, Deed.RESTART, "is started again");
        StateFile state = state();
        for (Member fresh : Starting.again(folder, List.of(member), state.jvmOptions()))
            state = state.with(fresh);
        state.write(folder);
    }

    private void lose(Member member, String name) {
        Path file = member.folder(folder).resolve(name);
        try {
            if (Files.isDirectory(file)) {
                try (var inside = Files.list(file)) {
                    for (Path each : inside.toList()) Files.delete(each);
                }
            } else if (!Files.deleteIfExists(file)) {
                return;
            }
            note(member, Deed.FAULT, "loses its file " + name);
        } catch (IOException e) {
            throw new Refusal("Cannot delete " + file + ": " + e.getMessage());
        }
    }

    private void failOver(Member member, Fault.ManualFailover.Kind kind) {
        List<String> words = new ArrayList<>(List.of("CLUSTER", "FAILOVER"));
        if (kind != Fault.ManualFailover.Kind.NORMAL) words.add(kind.name());
        String said;
        try (var node =
                Sight.connect(member, new NodeFolder(member.folder(folder)), REPLY_MILLIS)) {
            said = node.call(words.toArray(String[]::new));
        } catch (IOException e) {
            said = String.valueOf(e.getMessage());
        }
        note(member, Deed.FAULT, "is told " + String.join(" ", words) + ": " + said);
    }

    private void note(Member member, String word, String text) {
        note(Integer.toString(member.port()), word, text);
    }

    private void note(String where, String word, String text) {
        diary.note(where, Deed.of(word, text));
        occasions.hear(word, diary.now());
    }

    /// The node's process as it is now, after whatever was done to it meanwhile.
    private Member now(Member member) {
        return state().members().stream()
                .filter(each -> each.port() == member.port())
                .findFirst()
                .orElseThrow();
    }

    private StateFile state() {
        return StateFile.read(folder)
                .orElseThrow(() -> new Refusal("The cluster in " + folder + " is gone."));
    }

    private static List<Integer> portOf(String name) {
        return name.matches("[0-9]{1,5}") ? List.of(Integer.parseInt(name)) : List.of();
    }
}
