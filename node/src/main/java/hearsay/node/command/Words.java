package hearsay.node.command;

import java.nio.charset.StandardCharsets;

/// Words of commands that replicas and files repeat instead of what a client said.
final class Words {

    static final byte[] ABSTTL = word("ABSTTL");
    static final byte[] CREATECONSUMER = word("CREATECONSUMER");
    static final byte[] DEL = word("DEL");
    static final byte[] ENTRIESREAD = word("ENTRIESREAD");
    static final byte[] FORCE = word("FORCE");
    static final byte[] HSET = word("HSET");
    static final byte[] JUSTID = word("JUSTID");
    static final byte[] KEEPTTL = word("KEEPTTL");
    static final byte[] LASTID = word("LASTID");
    static final byte[] LMOVE = word("LMOVE");
    static final byte[] LPOP = word("LPOP");
    static final byte[] PERSIST = word("PERSIST");
    static final byte[] PEXPIREAT = word("PEXPIREAT");
    static final byte[] PXAT = word("PXAT");
    static final byte[] RETRYCOUNT = word("RETRYCOUNT");
    static final byte[] RPOP = word("RPOP");
    static final byte[] RPOPLPUSH = word("RPOPLPUSH");
    static final byte[] SET = word("SET");
    static final byte[] SETID = word("SETID");
    static final byte[] SREM = word("SREM");
    static final byte[] TIME = word("TIME");
    static final byte[] UNLINK = word("UNLINK");
    static final byte[] XCLAIM = word("XCLAIM");
    static final byte[] XGROUP = word("XGROUP");
    static final byte[] ZADD = word("ZADD");
    static final byte[] ZPOPMAX = word("ZPOPMAX");
    static final byte[] ZPOPMIN = word("ZPOPMIN");

    private Words() {}

    private static byte[] word(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
