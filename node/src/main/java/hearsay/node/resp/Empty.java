package hearsay.node.resp;

/// The empty array, shared.
public final class Empty {

    public static final byte[] BYTES = new byte[0];

    private Empty() {}
}
