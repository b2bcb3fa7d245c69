package hearsay.gossip.member;

/// What a request wants of a slot that is on its way, as far as the keys decide where it is served.
///
/// @param present how many of the keys that it names are here
/// @param missing how many are not
/// @param several whether it names more than one
/// @param asking whether its client was sent here (ASKING), or the request says so itself
/// @param moves whether it is the one that moves keys: MIGRATE
///
///   Source: Redis Cluster specification, "ASK redirection", "Multiple keys operations".
public record KeysHere(int present, int missing, boolean several, boolean asking, boolean moves) {}
