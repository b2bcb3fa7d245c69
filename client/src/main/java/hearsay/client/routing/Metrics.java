package hearsay.client.routing;

/// What a client has counted since it was opened.
///
/// @param redirects requests sent on because of MOVED or ASK
/// @param retries requests sent again after a pause
/// @param refreshes how often CLUSTER SLOTS was asked for
/// @param failures requests that ended in a [RequestFailed]
public record Metrics(long redirects, long retries, long refreshes, long failures) {}
