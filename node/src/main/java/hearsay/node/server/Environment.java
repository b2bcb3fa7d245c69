package hearsay.node.server;

import hearsay.node.disk.Disk;
import hearsay.node.link.Links;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// What a server needs of the world. Real in a process, virtual in a simulation.
///
/// @param clock the time of day
/// @param nanoTime a clock that only goes forward, for measuring how long something took
/// @param random all of the server's chance comes from here
/// @param links how it reaches others
/// @param log what it says to its operator
/// @param machine what it runs on
/// @param disk where its files are
public record Environment(
        InstantSource clock,
        LongSupplier nanoTime,
        RandomGenerator random,
        Links links,
        Log log,
        Machine machine,
        Disk disk) {}
