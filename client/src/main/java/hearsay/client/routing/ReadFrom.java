package hearsay.client.routing;

/// Who may answer a request that changes nothing.
///
/// Replicas are behind their master by what is on its way, and nothing tells how much: who reads
/// from them may read what was overwritten, or miss what was just written.
public enum ReadFrom {
    /// Its slot's master, which is the only one that has every acknowledged write.
    MASTER,
    /// One of the master's replicas, by chance; the master if there is none that answers.
    REPLICA,
    /// The master or one of its replicas, by chance: to spread the load.
    ANY
}
