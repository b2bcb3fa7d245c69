package hearsay.simulations.network;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.bus.Extensions;
import hearsay.gossip.bus.Gossip;
import hearsay.gossip.bus.GossipEntry;
import hearsay.gossip.bus.Header;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import hearsay.node.bus.Bus;
import hearsay.simulations.runtime.Agenda;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/// A network of a few machines, 10.0.0.1 and so on, for tests: each listens for streams on 7000 and
/// for bus links on 17000.
final class Wires {

    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000 * MILLI;

    final Agenda agenda = new Agenda();
    final Network network = new Network(agenda, new SplittableRandom(1));
    final List<Machine> machines = new ArrayList<>();

    /// One of them, with what it has heard.
    final class Machine {
        final String ip;
        final Station station;
        final Ear ear = new Ear(agenda);
        final Bus bus;
        private long lastLink;

        private Machine(String ip) {
            this.ip = ip;
            station = network.plug(ip);
            station.listen(7000, ear);
            bus = station.bus(Address.of(ip, 7000), ear);
        }

        /// Opens a bus link and lets a second pass.
        long link(Machine to) {
            long id = ++lastLink;
            bus.open(id, Address.of(to.ip, 7000));
            pass(SECOND);
            return id;
        }

        /// Opens a stream and lets a second pass.
        Ear stream(Machine to) {
            var here = new Ear(agenda);
            station.links().open(to.ip, 7000, 5000, here);
            pass(SECOND);
            return here;
        }

        /// Whether a new stream gets through.
        boolean reaches(Machine to) {
            var here = new Ear(agenda);
            station.links().open(to.ip, 7000, 500, here);
            pass(SECOND);
            return here.link != null;
        }
    }

    Wires(int count) {
        for (int i = 1; i <= count; i++) machines.add(new Machine("10.0.0." + i));
    }

    Machine machine(int number) {
        return machines.get(number - 1);
    }

    List<String> ips(int... numbers) {
        var ips = new ArrayList<String>();
        for (int number : numbers) ips.add("10.0.0." + number);
        return ips;
    }

    /// Who reaches whom: a row for each sender, as in `.x.`.
    List<String> reach() {
        var rows = new ArrayList<String>();
        for (var from : machines) {
            var row = new StringBuilder();
            for (var to : machines) row.append(from.reaches(to) ? 'x' : '.');
            rows.add(row.toString());
        }
        return rows;
    }

    void pass(long nanos) {
        long end = agenda.nanos() + nanos;
        agenda.at(end, () -> {});
        while (agenda.nextDue() <= end) agenda.next();
    }

    static BusMessage vote(long epoch) {
        return new BusMessage.Vote(header(epoch));
    }

    static BusMessage ping(long epoch, int gossips) {
        var about = new GossipEntry(new NodeId("b".repeat(40)), 0, 0, "10.0.0.9", 1, 0, 2, 0);
        return new BusMessage.Ping(
                header(epoch), Gossip.of(Collections.nCopies(gossips, about)), Extensions.NONE);
    }

    static Header header(long epoch) {
        return new Header(
                new NodeId("a".repeat(40)),
                epoch,
                1,
                0,
                SlotSet.EMPTY,
                null,
                "",
                7000,
                0,
                17000,
                0,
                true,
                0);
    }
}
