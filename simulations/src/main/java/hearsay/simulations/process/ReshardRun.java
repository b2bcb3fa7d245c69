package hearsay.simulations.process;

import hearsay.simulations.process.load.Census;
import hearsay.simulations.process.load.Load;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one reshard under load came to.
///
/// @param world hearsay or redis-server
/// @param tool what moved the slots: hearsay or redis-cli
/// @param seconds of the moving alone
/// @param clients each with what it saw
/// @param difference of all keys, before and after
/// @param notes what was said and done besides
record ReshardRun(
        String world,
        String tool,
        int slots,
        long keys,
        double seconds,
        List<Client> clients,
        Census.Difference difference,
        List<String> notes) {

    /// @param failures by kind, the first of them
    record Client(
            String name,
            long operations,
            long failed,
            long wrong,
            Map<String, Integer> failures,
            Load.Counted counted,
            double p99Millis,
            double maxMillis) {}

    double keysPerSecond() {
        return keys / Math.max(1e-9, seconds);
    }

    long operations() {
        return clients.stream().mapToLong(Client::operations).sum();
    }

    /// Everything as JSON has it.
    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("world", world);
        map.put("tool", tool);
        map.put("slots", slots);
        map.put("keysMoved", keys);
        map.put("seconds", seconds);
        map.put("keysPerSecond", keysPerSecond());
        map.put("keysLost", difference.lostInAll());
        map.put("keysDoubled", difference.doubled());
        map.put("keysChanged", difference.changed());
        List<Map<String, Object>> each = new ArrayList<>();
        for (Client client : clients) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("client", client.name());
            one.put("operations", client.operations());
            one.put("failed", client.failed());
            one.put("failures", client.failures());
            one.put("wrongAnswers", client.wrong());
            one.put("incrementsAcknowledged", client.counted().acknowledged());
            one.put("incrementsLost", client.counted().lost());
            one.put("incrementsTwice", client.counted().twice());
            one.put("p99Millis", client.p99Millis());
            one.put("maxMillis", client.maxMillis());
            each.add(one);
        }
        map.put("clients", each);
        map.put("notes", notes);
        return map;
    }
}
