package hearsay.simulations.disk;

/// What a file system may do at a power cut with changes that were not synced. Bytes appended to a
/// file survive up to some point, which may be in the middle of anything.
///
/// @param namesInOrder whether changes of names survive in the order in which they were made, as in
///   a journal (ext4, XFS, Btrfs); otherwise any of them may survive without those before, which
///   POSIX leaves open
/// @param zeroBlocks whether a file may have grown without all of its new blocks having been
///   written: they read as zeros then. XFS does so ("Why do I see binary NULLS in some files after
///   recovery when I unplugged the power?", XFS FAQ), and so does ext4 mounted with
///   `data=writeback`; ext4 as mounted by default does not
public record Survival(boolean namesInOrder, boolean zeroBlocks) {

    /// ext4 as mounted by default.
    public static final Survival ORDERED = new Survival(true, false);

    /// All that is allowed.
    public static final Survival WORST = new Survival(false, true);
}
