package hearsay.node.command;

/// Where a command's keys are in the words that clients knew before there were key specifications:
/// first key, last key, step; all 0 if it has none in a fixed place.
///
/// @param last negative counts from the end of the request
/// @param movable there are more keys than this tells of
record LegacyKeys(int first, int last, int step, boolean movable) {

    static LegacyKeys of(Command command) {
        var specs = command.keySpecs();
        if (specs.isEmpty()) return new LegacyKeys(0, 0, 0, false);
        if (specs.size() == 1
                && specs.getFirst().begin() instanceof KeySpec.Begin.Index(int position)
                && specs.getFirst().find() instanceof KeySpec.Find.Range range) {
            boolean incomplete = specs.getFirst().has("INCOMPLETE");
            return new LegacyKeys(
                    position, absolute(position, range.last()), range.step(), incomplete);
        }
        return joined(command);
    }

    /// Several specifications make one range if each begins where the one before has ended.
    private static LegacyKeys joined(Command command) {
        int first = 0;
        int last = 0;
        boolean movable = false;
        for (var spec : command.keySpecs()) {
            boolean joins =
                    spec.begin() instanceof KeySpec.Begin.Index(int position)
                            && spec.find() instanceof KeySpec.Find.Range range
                            && range.step() == 1
                            && (last == 0 || last == position - 1);
            movable |= !joins || spec.has("INCOMPLETE");
            if (joins
                    && spec.begin() instanceof KeySpec.Begin.Index(int position)
                    && spec.find() instanceof KeySpec.Find.Range range) {
                int end = absolute(position, range.last());
                first = first == 0 ? position : Math.min(first, position);
                // Those that count from the end of the request are behind all others.
                last = Integer.compareUnsigned(end, last) > 0 ? end : last;
            }
        }
        return new LegacyKeys(first, last, first == 0 ? 0 : 1, movable);
    }

    private static int absolute(int first, int last) {
        return last >= 0 ? first + last : last;
    }
}
