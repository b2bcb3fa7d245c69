package hearsay.simulations.process;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/// What was measured when one master was killed. Times are seconds since the kill, or as they say.
///
/// @param firstWrite until the promoted replica acknowledged a write
/// @param agreed until every node said cluster_state:ok and named the new master
/// @param inSync from the start of the killed node's new process until it was a synced replica
/// @param cut how long before the kill the replicas' links were cut; empty if they were not
/// @param probe how often which answer the replicas gave before they accepted a write
/// @param otherFailovers other masters that lost their slots meanwhile: then the machine was too
///   slow for the node timeout, and the run says little
record KillMasterRun(
        int victimPort,
        int promotedPort,
        double firstWrite,
        double agreed,
        double inSync,
        OptionalDouble cut,
        Map<String, Integer> probe,
        List<ShardOutcome> shards,
        int otherFailovers) {

    ShardOutcome victims() {
        return shards.stream().filter(ShardOutcome::victims).findFirst().orElseThrow();
    }

    List<ShardOutcome> others() {
        return shards.stream().filter(shard -> !shard.victims()).toList();
    }

    int lostByOthers() {
        return others().stream().mapToInt(ShardOutcome::lost).sum();
    }

    int errorsOfOthers() {
        return others().stream().mapToInt(ShardOutcome::errorCount).sum();
    }

    /// Of the shard that refused longest.
    double othersRefused() {
        return others().stream().mapToDouble(ShardOutcome::refusedSeconds).max().orElse(0);
    }

    /// One line, or more if something was lost or is odd.
    String line() {
        var line = new StringBuilder();
        line.append(text("killed %d: first write %.2f s", victimPort, firstWrite));
        line.append(text(" (%d), agreed %.2f s", promotedPort, agreed));
        if (!others().isEmpty())
            line.append(text(", others refused %.2f s", othersRefused()))
                    .append(text(" (%d errors)", errorsOfOthers()));
        line.append(text(", lost %d + %d", victims().lost(), lostByOthers()));
        line.append(text(", in sync again %.2f s", inSync));
        for (ShardOutcome shard : shards) line.append(notes(shard));
        if (otherFailovers > 0)
            line.append(text("\n  %d other masters were replaced as well", otherFailovers));
        return line.toString();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("victimPort", victimPort);
        json.put("promotedPort", promotedPort);
        json.put("killToFirstWriteSeconds", firstWrite);
        json.put("killToAgreementSeconds", agreed);
        json.put("restartToInSyncSeconds", inSync);
        if (cut.isPresent()) json.put("cutBeforeKillSeconds", cut.getAsDouble());
        json.put("probe", probe);
        json.put("otherFailovers", otherFailovers);
        json.put("shards", shards.stream().map(ShardOutcome::json).toList());
        return json;
    }

    private static String notes(ShardOutcome shard) {
        String notes = "";
        if (shard.lost() > 0)
            notes +=
                    text(
                            "\n  lost by the shard of %d: %d of %d acknowledged writes,"
                                    + " acknowledged %.1f to %.1f ms before the kill",
                            shard.masterPort(),
                            shard.lost(),
                            shard.acknowledged(),
                            shard.oldestLostMillis(),
                            shard.newestLostMillis());
        if (shard.earlierErrors() > 0)
            notes +=
                    text(
                            "\n  the shard of %d had %d errors before the kill",
                            shard.masterPort(), shard.earlierErrors());
        return notes;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
