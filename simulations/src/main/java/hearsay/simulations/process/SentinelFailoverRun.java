package hearsay.simulations.process;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What was measured when one watched master was killed. Times are seconds since the kill.
///
/// @param firstAnswer until the first sentinel named another master
/// @param lastAnswer until all of them did
/// @param firstWrite until the promoted replica acknowledged a write
/// @param inSync from the start of the killed node's new process until it was a replica in sync
/// @param outcome what became of the writes
record SentinelFailoverRun(
        int victimPort,
        int promotedPort,
        double firstAnswer,
        double lastAnswer,
        double firstWrite,
        double inSync,
        ShardOutcome outcome) {

    String line() {
        return String.format(
                Locale.ROOT,
                "killed %d: named another after %.2f s, all after %.2f s; first write %.2f s (%d);"
                        + " lost %d of %d; in sync again %.2f s",
                victimPort,
                firstAnswer,
                lastAnswer,
                firstWrite,
                promotedPort,
                outcome.lost(),
                outcome.acknowledged(),
                inSync);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("victimPort", victimPort);
        json.put("promotedPort", promotedPort);
        json.put("killToFirstChangedAnswerSeconds", firstAnswer);
        json.put("killToLastChangedAnswerSeconds", lastAnswer);
        json.put("killToFirstWriteSeconds", firstWrite);
        json.put("restartToInSyncSeconds", inSync);
        json.put("writes", outcome.json());
        return json;
    }
}
