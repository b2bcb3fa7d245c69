package hearsay.sentinel.actor;

import akka.actor.typed.Behavior;
import hearsay.node.disk.AtomicFile;
import hearsay.node.remote.ConfigKeeper;
import hearsay.node.server.Environment;
import hearsay.sentinel.rules.Rules;
import hearsay.sentinel.script.Programs;
import java.util.function.Supplier;

/// Everything around a Sentinel. Real in a process, virtual in a simulation.
///
/// @param ports time, chance, links, log and disk, as a node has them
/// @param machine resolves names and knows what can be run
/// @param programs runs scripts
/// @param conf sentinel.conf
/// @param confKeeper makes who writes it; a new one after each that has failed
/// @param rules [Rules#REDIS], but for a test that wants to see them broken
public record World(
        Environment ports,
        hearsay.sentinel.member.Environment machine,
        Programs programs,
        AtomicFile conf,
        Supplier<Behavior<ConfigKeeper.Command>> confKeeper,
        Rules rules) {}
