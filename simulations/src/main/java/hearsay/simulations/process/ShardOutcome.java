package hearsay.simulations.process;

import hearsay.simulations.process.Writer.Acknowledged;
import hearsay.simulations.process.Writer.Trouble;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How one shard fared in one run of an experiment.
///
/// @param masterPort its master when the run began
/// @param acknowledged writes in the whole run
/// @param lost acknowledged writes that could not be read at the end
/// @param oldestLostMillis how long before the kill the first of them was acknowledged, negative
///   for after; 0 if none is lost
/// @param newestLostMillis the same of the last one
/// @param refusedSeconds from the first error after the kill to the last one
/// @param errors how often which error came after the kill
/// @param earlierErrors errors before the kill, of which there should be none
record ShardOutcome(
        int masterPort,
        boolean victims,
        int acknowledged,
        int lost,
        double oldestLostMillis,
        double newestLostMillis,
        double refusedSeconds,
        Map<String, Integer> errors,
        int earlierErrors) {

    /// @param lost those of the acknowledged that are gone, in the order of their acknowledgement
    static ShardOutcome of(
            int masterPort,
            boolean victims,
            int acknowledged,
            List<Acknowledged> lost,
            List<Trouble> troubles,
            long killedNanos) {
        var after = troubles.stream().filter(t -> t.nanos() - killedNanos >= 0).toList();
        Map<String, Integer> errors = new TreeMap<>();
        for (Trouble trouble : after) errors.merge(trouble.kind(), 1, Integer::sum);
        return new ShardOutcome(
                masterPort,
                victims,
                acknowledged,
                lost.size(),
                lost.isEmpty() ? 0 : (killedNanos - lost.getFirst().nanos()) / 1e6,
                lost.isEmpty() ? 0 : (killedNanos - lost.getLast().nanos()) / 1e6,
                after.isEmpty() ? 0 : (after.getLast().nanos() - after.getFirst().nanos()) / 1e9,
                errors,
                troubles.size() - after.size());
    }

    int errorCount() {
        return errors.values().stream().mapToInt(Integer::intValue).sum();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("masterPort", masterPort);
        json.put("victims", victims);
        json.put("acknowledged", acknowledged);
        json.put("lost", lost);
        if (lost > 0) {
            json.put("oldestLostMillisBeforeKill", oldestLostMillis);
            json.put("newestLostMillisBeforeKill", newestLostMillis);
        }
        json.put("firstToLastErrorSeconds", refusedSeconds);
        json.put("errors", errors);
        json.put("errorsBeforeKill", earlierErrors);
        return json;
    }
}
