/// One Sentinel's part: composes watching, hellos, elections and failovers; events in, effects out.
///
/// The contract with its shell:
/// - `Sentinel.start(now)` once, then every [Event] as it happens. Effects are carried out in
///   order. Behind an [Effect.Save] nothing may leave, neither of this list nor of a later one nor
///   the answer of the command, before the file is written and synced: it may be a vote.
/// - The core asks for its next [Event.Tick] itself, by [Effect.WakeAfter].
/// - Links are numbered by the core and never twice; requests too. A link of kind PUBSUB answers
///   requests like any other, except that messages of subscriptions become [Event.Said]. Events
///   about links and requests that are no longer known are ignored.
/// - SENTINEL subcommands are methods of [Sentinel]: queries give values, orders an [Outcome] that
///   carries the effects and either a value or Redis' error text.
/// - Scripts are the shell's: it queues what [Effect.RunScript] says, announces their events, and
///   answers SENTINEL PENDING-SCRIPTS; the two periods are in [Sentinel#periods()].
@org.jspecify.annotations.NullMarked
package hearsay.sentinel.member;
