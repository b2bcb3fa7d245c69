package hearsay.node.persistence;

/// The bytes that announce something other than a key in an RDB file, and those inside strings.
final class Opcode {

    static final int FUNCTION2 = 245;
    static final int FUNCTION_PRE_GA = 246;
    static final int MODULE_AUX = 247;
    static final int IDLE = 248;
    static final int FREQ = 249;
    static final int AUX = 250;
    static final int RESIZEDB = 251;
    static final int EXPIRETIME_MS = 252;
    static final int EXPIRETIME = 253;
    static final int SELECTDB = 254;
    static final int EOF = 255;

    /// First bytes of lengths longer than 14 bits.
    static final int LENGTH_32 = 0x80;

    static final int LENGTH_64 = 0x81;

    /// First bytes of strings that are not a length and that many bytes.
    static final int INT8 = 0xc0;

    static final int INT16 = 0xc1;
    static final int INT32 = 0xc2;
    static final int LZF = 0xc3;

    private Opcode() {}
}
