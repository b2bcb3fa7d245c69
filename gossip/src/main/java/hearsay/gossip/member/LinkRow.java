package hearsay.gossip.member;

import hearsay.gossip.model.NodeId;

/// One element of the reply to CLUSTER LINKS, as far as a member knows: buffers are the shell's.
///
/// @param link its number
/// @param direction `to` the node or `from` it
/// @param createTime Unix time in milliseconds
public record LinkRow(long link, String direction, NodeId node, long createTime) {}
