package hearsay.node.config;

/// Up to where the values stay in their compact encodings: numbers of elements, sizes in bytes.
///
/// @param listMaxListpackSize elements per node of a list, or, if negative, -1 to -5 for 4 to 64 kB
public record ValueSettings(
        long hashMaxListpackEntries,
        long hashMaxListpackValue,
        int listMaxListpackSize,
        int listCompressDepth,
        long setMaxIntsetEntries,
        long setMaxListpackEntries,
        long setMaxListpackValue,
        long zsetMaxListpackEntries,
        long zsetMaxListpackValue,
        long hllSparseMaxBytes,
        long streamNodeMaxEntries,
        long streamNodeMaxBytes) {

    static ValueSettings of(Settings settings) {
        return new ValueSettings(
                settings.number("hash-max-listpack-entries"),
                settings.number("hash-max-listpack-value"),
                settings.integer("list-max-listpack-size"),
                settings.integer("list-compress-depth"),
                settings.number("set-max-intset-entries"),
                settings.number("set-max-listpack-entries"),
                settings.number("set-max-listpack-value"),
                settings.number("zset-max-listpack-entries"),
                settings.number("zset-max-listpack-value"),
                settings.number("hll-sparse-max-bytes"),
                settings.number("stream-node-max-entries"),
                settings.number("stream-node-max-bytes"));
    }
}
