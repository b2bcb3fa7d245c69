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
/// @param answered from the start of the killed node's new process to its first answer
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
        double answered,
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
        line.append("killed %d: first write ".formatted(victimPort)).append(seconds(firstWrite));
        line.append(" (%d), agreed ".formatted(promotedPort)).append(seconds(agreed));
        if (!others().isEmpty())
            line.append(", others refused ")
                    .append(seconds(othersRefused()))
                    .append(" (%d errors)".formatted(errorsOfOthers()));
        line.append(", lost %d + %d".formatted(victims().lost(), lostByOthers()));
        line.append(", in sync again ").append(seconds(inSync));
        for (ShardOutcome shard : shards) line.append(notes(shard));
        if (otherFailovers > 0)
            line.append("\n  %d other masters were replaced as well".formatted(otherFailovers));
        return line.toString();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("victimPort", victimPort);
        json.put("promotedPort", promotedPort);
        json.put("killToFirstWriteSeconds", firstWrite);
        json.put("killToAgreementSeconds", agreed);
        json.put("restartToFirstAnswerSeconds", answered);
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
                    "\n  lost by the shard of %d: %d of %d acknowledged writes, acknowledged %s to %s ms before the kill"
                            .formatted(
                                    shard.masterPort(),
                                    shard.lost(),
                                    shard.acknowledged(),
                                    millis(shard.oldestLostMillis()),
                                    millis(shard.newestLostMillis()));
        if (shard.earlierErrors() > 0)
            notes +=
                    "\n  the shard of %d had %d errors before the kill"
                            .formatted(shard.masterPort(), shard.earlierErrors());
        return notes;
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.2f s", value);
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
