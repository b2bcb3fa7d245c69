package hearsay.node.command;

import java.nio.charset.StandardCharsets;

/// Words of commands that replicas and files repeat instead of what a client said.
final class Words {

    static final byte[] ABSTTL = word("ABSTTL");
    static final byte[] DEL = word("DEL");
    static final byte[] KEEPTTL = word("KEEPTTL");
    static final byte[] PERSIST = word("PERSIST");
    static final byte[] PEXPIREAT = word("PEXPIREAT");
    static final byte[] PXAT = word("PXAT");
    static final byte[] SET = word("SET");
    static final byte[] ZPOPMAX = word("ZPOPMAX");
    static final byte[] ZPOPMIN = word("ZPOPMIN");

    private Words() {}

    private static byte[] word(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
