package hearsay.node.geo;

/// A member that a search has found.
///
/// @param score the cell it is in
/// @param distance from the center of what was searched, in meters
public record Found(byte[] member, double score, Point point, double distance) {}
