package hearsay.simulations.check;

/// What a client asked for, by the name of the command that does it. Values are numbers: what is
/// written is best unique in its run, so that a reader can tell whose write it sees.
///
/// ```
///   call        argument              answer
///   SET         the value             Done
///   GET                               Number, or Nil
///   GETSET      the value             Number, or Nil: the value before
///   INCR        by how much           Number: the sum
///   RPUSH       the element           Number: how many there are
///   LRANGE                            Numbers, in their order
///   SADD, SREM  the member            Number: 1 if that was news
///   SMEMBERS                          Numbers
///   MSET        sum of the accounts   Done
///   TRANSFER    the amount            Done
///   MGET                              Numbers: the accounts
///   XADD        the message           Done
///   XREADGROUP                        Numbers: messages new to the group
///   XAUTOCLAIM                        Numbers: messages delivered again
///   XACK        the message           Number
///   XRANGE                            Numbers: all messages that the stream holds
///   PUBLISH     the message           Number: receivers on that node
///   MESSAGE     the message           Done: a subscriber got it
///   WAIT        what it wrote before  Number: replicas that have it
/// ```
///
/// An optimistic transaction (WATCH, GET, MULTI, SET, EXEC) is a GETSET, refused if EXEC said nil.
/// The accounts of a TRANSFER (MULTI, DECRBY, INCRBY, EXEC) share a hash tag, which is its key.
public enum Call {
    SET(true),
    GET(false),
    GETSET(true),
    INCR(true),
    RPUSH(true),
    LRANGE(false),
    SADD(true),
    SREM(true),
    SMEMBERS(false),
    MSET(true),
    TRANSFER(true),
    MGET(false),
    XADD(true),
    XREADGROUP(true),
    XAUTOCLAIM(true),
    XACK(true),
    XRANGE(false),
    PUBLISH(false),
    MESSAGE(false),
    WAIT(false);

    private final boolean writes;

    Call(boolean writes) {
        this.writes = writes;
    }

    /// Whether it may change what the key holds.
    public boolean writes() {
        return writes;
    }
}
