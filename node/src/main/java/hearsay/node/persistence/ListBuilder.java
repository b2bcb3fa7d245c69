package hearsay.node.persistence;

import hearsay.node.config.ValueSettings;
import hearsay.node.encoding.Listpack;
import hearsay.node.encoding.Quicklist;
import hearsay.node.keyspace.ListValue;
import org.jspecify.annotations.Nullable;

/// Makes a list: of elements, or of compact texts with some elements each, which it takes over as
/// they are.
final class ListBuilder extends ValueBuilder {

    /// What stands before each text of a [RdbType#LIST_QUICKLIST_2]: it is a single element, or a
    /// listpack.
    static final int PLAIN = 1;

    static final int PACKED = 2;

    private final RdbType type;
    private final int fill;
    private final Quicklist list;
    private boolean plain;
    private boolean mayBeShort;

    ListBuilder(RdbType type, ValueSettings limits) {
        this.type = type;
        fill = limits.listMaxListpackSize();
        list = new Quicklist(fill, limits.listCompressDepth());
        // Redis makes a short list of all others.
        mayBeShort = type != RdbType.LIST_ZIPLIST;
    }

    @Override
    protected void number(long container) {
        if (container != PLAIN && container != PACKED) {
            throw new Unsound("Quicklist integrity check failed.");
        }
        plain = container == PLAIN;
    }

    @Override
    protected void text(byte[] text) {
        switch (type) {
            case LIST_ZIPLIST -> pushAll(Listpacks.ofZiplist(text));
            case LIST_QUICKLIST -> list.append(Listpacks.ofZiplist(text));
            case LIST_QUICKLIST_2 -> node(text);
            default -> list.push(false, text, 0, text.length);
        }
    }

    private void node(byte[] text) {
        if (!plain) {
            list.append(Listpacks.of(text));
            return;
        }
        if (text.length == 0) throw new Unsound("An empty node of a quicklist");
        var alone = new Listpack();
        alone.append(text);
        list.append(alone);
        mayBeShort = false;
    }

    private void pushAll(Listpack elements) {
        for (int at = elements.first(); at >= 0; at = elements.next(at)) {
            var element = elements.text(at);
            list.push(false, element, 0, element.length);
        }
    }

    @Override
    protected @Nullable ListValue value() {
        if (list.count() == 0) return null;
        var only = mayBeShort ? list.only() : null;
        if (only == null || Quicklist.isTooLarge(fill, only.size(), only.count())) {
            return new ListValue(list);
        }
        return new ListValue(only);
    }
}
