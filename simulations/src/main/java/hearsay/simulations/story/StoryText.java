package hearsay.simulations.story;

import com.typesafe.config.ConfigUtil;
import hearsay.simulations.fault.Text;
import hearsay.simulations.workload.Workload;
import hearsay.simulations.world.Watch;
import hearsay.simulations.world.WorldPlan;
import java.time.Duration;
import java.util.stream.Collectors;

/// Writes a [Story] as the HOCON that [StoryFile] reads, with all parameters put in.
public final class StoryText {

    private final StringBuilder out = new StringBuilder();

    private StoryText() {}

    public static String of(Story story) {
        var text = new StoryText();
        text.line("about = " + quoted(story.about()));
        text.line("lasts = " + Text.of(story.lasts()));
        text.line("settles = " + Text.of(story.settles()));
        text.world(story.world());
        text.list("workloads", story.workloads().stream().map(each -> of(each, story.lasts())));
        text.list("troubles", story.troubles().stream().map(TroubleText::of));
        String off =
                Words.LAWS.stream()
                        .filter(law -> !story.laws().contains(law))
                        .map(law -> law + " = off")
                        .collect(Collectors.joining(", "));
        if (!off.isEmpty()) text.line("laws { " + off + " }");
        return text.out.toString();
    }

    private void world(WorldPlan world) {
        var usual = WorldPlan.USUAL;
        line("world {");
        line("  masters = " + world.masters() + ", replicas = " + world.replicas());
        line("  node-timeout = " + Text.of(world.nodeTimeout()));
        if (world.firstPort() != usual.firstPort()) line("  first-port = " + world.firstPort());
        if (world.nat()) line("  nat = yes");
        if (!world.directives().isEmpty()) {
            line("  redis-conf {");
            world.directives()
                    .forEach((name, value) -> line("    " + quoted(name) + " = " + quoted(value)));
            line("  }");
        }
        line(
                "  network { latency = %s, loss = %s, duplication = %s, reordering = %s, bandwidth = %d }"
                        .formatted(
                                quoted(world.latency().toString()),
                                world.loss(),
                                world.duplication(),
                                world.reordering(),
                                world.bandwidth()));
        line("  disk { sync = " + quoted(world.sync().toString()) + " }");
        line(
                "  clocks { offset = "
                        + Text.of(world.clockOffset())
                        + ", drift = "
                        + world.clockDrift()
                        + " }");
        if (!world.watch().isNone()) line(sentinels(world.watch()));
        line("}");
    }

    private static String sentinels(Watch watch) {
        String priorities =
                watch.priorities().stream()
                        .map(priority -> Integer.toString(priority))
                        .collect(Collectors.joining(" "));
        return "  sentinels { count = %d, quorum = %d, down-after = %s, failover-timeout = %s, parallel-syncs = %d%s, clients-know = %d }"
                .formatted(
                        watch.sentinels(),
                        watch.quorum(),
                        Text.of(watch.downAfter()),
                        Text.of(watch.failoverTimeout()),
                        watch.parallelSyncs(),
                        priorities.isEmpty() ? "" : ", priorities = " + quoted(priorities),
                        watch.clientsKnow());
    }

    private static String of(Workload workload, Duration lasts) {
        var text =
                new StringBuilder("{ kind = ")
                        .append(Section.word(workload.kind()))
                        .append(", clients = ")
                        .append(workload.clients())
                        .append(", rate = ")
                        .append(workload.rate())
                        .append(", keys = ")
                        .append(workload.keys())
                        .append(", distribution = ")
                        .append(WorkloadReader.text(workload.distribution()))
                        .append(", pipeline = ")
                        .append(workload.pipeline())
                        .append(", reads = ")
                        .append(workload.reads())
                        .append(", wait { replicas = ")
                        .append(workload.waitReplicas())
                        .append(", timeout = ")
                        .append(Text.of(workload.waitTimeout()))
                        .append(" }, value-size = ")
                        .append(workload.valueSize());
        if (!workload.begins().isZero())
            text.append(", from = ").append(Text.of(workload.begins()));
        if (!workload.ends().equals(lasts))
            text.append(", until = ").append(Text.of(workload.ends()));
        return text.append(" }").toString();
    }

    private void list(String name, java.util.stream.Stream<String> items) {
        line(name + " = [");
        items.forEach(item -> line("  " + item));
        line("]");
    }

    private void line(String line) {
        out.append(line).append('\n');
    }

    static String quoted(String text) {
        return ConfigUtil.quoteString(text);
    }
}
