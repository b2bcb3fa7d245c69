package hearsay.sentinel.member;

import hearsay.gossip.diary.Level;
import hearsay.gossip.model.Ip;
import hearsay.sentinel.model.Address;
import hearsay.sentinel.model.Milestone;
import hearsay.sentinel.model.Periods;
import hearsay.sentinel.rules.Rules;
import hearsay.sentinel.watch.Instance;
import hearsay.sentinel.watch.Master;
import hearsay.sentinel.watch.Tilt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What all parts of a Sentinel share: what it knows, what time it is, and the effects of the event
/// at hand.
final class Core {

    /// Keeps Sentinels that see the same thing at the same moment from acting in the same moment.
    private static final int MAX_DESYNC_MILLIS = 1_000;

    final Environment environment;
    final RandomGenerator random;
    final Rules rules;

    /// By name, in the order in which they were configured.
    final SequencedMap<String, Master> masters = new LinkedHashMap<>();

    final Outbox outbox = new Outbox();

    /// Of the event at hand.
    long now;

    Tilt tilt = Tilt.CALM;
    Periods periods;
    final Simulation simulation = new Simulation();

    /// The configuration that concerns no master; the list of these in it is not kept up to date.
    Settings global;

    Core(
            Settings settings,
            Periods periods,
            Environment environment,
            RandomGenerator random,
            Rules rules,
            long nowMillis) {
        this.global = settings;
        this.periods = periods;
        this.environment = environment;
        this.random = random;
        this.rules = rules;
        now = nowMillis;
    }

    String myId() {
        return global.myId();
    }

    long currentEpoch() {
        return global.currentEpoch();
    }

    void currentEpoch(long epoch) {
        global = global.withCurrentEpoch(epoch);
    }

    /// Now, or up to a second later.
    long desynchronised() {
        return now + random.nextInt(MAX_DESYNC_MILLIS);
    }

    /// Somebody has heard of a later epoch than I: so have I now.
    void heardOf(long epoch, Master master) {
        if (epoch <= currentEpoch()) return;
        currentEpoch(epoch);
        outbox.save();
        announce(Level.WARNING, "+new-epoch", master, Long.toUnsignedString(epoch));
    }

    // ---- Addresses. ----

    /// The address of a host that must be resolvable, null if it is not, or the port is none.
    @Nullable Address resolved(String host, int port) {
        var address = known(host, port);
        return address == null || address.ip().isEmpty() ? null : address;
    }

    /// The address of a host, which may be a name that cannot be resolved for now if names may be
    /// resolved at all.
    @Nullable Address known(String host, int port) {
        if (port < 0 || port > 65_535) return null;
        String ip = ipOf(host);
        if (ip != null) return new Address(host, ip, port);
        return global.resolveHostnames() ? new Address(host, "", port) : null;
    }

    @Nullable String ipOf(String host) {
        String numeric = Ip.normalise(host);
        if (numeric != null) return numeric;
        return global.resolveHostnames() ? environment.resolve(host) : null;
    }

    /// Whether `host`, as somebody told it, is where `address` is.
    boolean isHost(Address address, @Nullable String host) {
        if (host == null) return false;
        String ip = ipOf(host);
        if (ip != null) return address.ip().equalsIgnoreCase(ip);
        String own = global.resolveHostnames() ? address.host() : address.ip();
        return own.equalsIgnoreCase(host);
    }

    String announced(Address address) {
        return address.announced(global.announceHostnames());
    }

    // ---- What is told. ----

    /// An event about `instance` that begins with its description.
    void tell(Level level, String name, Instance instance) {
        tell(level, name, instance, "");
    }

    /// @param more behind the description
    void tell(Level level, String name, Instance instance, String more) {
        announce(level, name, instance, instance.described(global.announceHostnames()) + more);
    }

    /// An event in words of its own.
    void announce(Level level, String name, Instance instance, String text) {
        outbox.add(new Effect.Announce(level, name, text));
        String script = instance.master().notificationScript;
        if (level == Level.WARNING && script != null) {
            outbox.add(new Effect.RunScript(List.of(script, name, text)));
        }
    }

    void log(Level level, String text) {
        outbox.add(new Effect.Log(level, text));
    }

    void reached(Milestone milestone) {
        outbox.add(new Effect.Reached(milestone));
    }

    /// The script that tells clients where to go.
    ///
    /// @param role `leader` or `observer`
    void reconfigureClients(Master master, String role, Address from, Address to) {
        String script = master.clientReconfigScript;
        if (script == null) return;
        outbox.add(
                new Effect.RunScript(
                        List.of(
                                script,
                                master.name(),
                                role,
                                "start",
                                announced(from),
                                Integer.toString(from.port()),
                                announced(to),
                                Integer.toString(to.port()))));
    }

    /// SENTINEL SIMULATE-FAILURE: dies here and now.
    void crash() {
        log(Level.WARNING, "Sentinel CRASH because of SENTINEL simulate-failure");
        outbox.crash();
    }

    List<Effect> drain() {
        return outbox.drain(() -> Memory.settings(this));
    }

    /// Masters, each followed by its replicas and the other Sentinels; may be changed meanwhile.
    List<Master> mastersNow() {
        return new ArrayList<>(masters.values());
    }
}
