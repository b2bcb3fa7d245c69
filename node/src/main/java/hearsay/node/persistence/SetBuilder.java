package hearsay.node.persistence;

import hearsay.node.config.ValueSettings;
import hearsay.node.encoding.Intset;
import hearsay.node.encoding.Listpack;
import hearsay.node.keyspace.SetValue;
import hearsay.node.resp.Decimal;
import org.jspecify.annotations.Nullable;

/// Makes a set: of members, or of one compact text that has them all.
final class SetBuilder extends ValueBuilder {

    private final RdbType type;
    private final ValueSettings limits;
    private SetValue set = new SetValue(new Intset());

    SetBuilder(RdbType type, ValueSettings limits) {
        this.type = type;
        this.limits = limits;
    }

    @Override
    protected void count(long members) {
        if (members > limits.setMaxIntsetEntries()) set = SetValue.table(room(members));
    }

    @Override
    protected void text(byte[] text) {
        switch (type) {
            case SET_INTSET -> take(text);
            case SET_LISTPACK -> take(Listpacks.of(text));
            default -> member(text);
        }
    }

    private void member(byte[] text) {
        boolean isNew =
                set.members() != null
                        ? set.addToTable(text)
                        : set.add(text, 0, text.length, limits);
        if (!isNew) throw new Unsound("Duplicate set members detected");
    }

    private void take(byte[] intset) {
        if (!Intset.isValid(intset, 0, intset.length)) {
            throw new Unsound("Intset integrity check failed.");
        }
        var numbers = Intset.of(intset);
        if (numbers.count() <= limits.setMaxIntsetEntries()) {
            set = new SetValue(numbers);
            return;
        }
        set = SetValue.table(numbers.count());
        for (int i = 0; i < numbers.count(); i++) member(Decimal.bytes(numbers.at(i)));
    }

    private void take(Listpack members) {
        if (members.count() <= limits.setMaxListpackEntries()) {
            Listpacks.checkDistinct(members, 1);
            set = new SetValue(members);
            return;
        }
        set = SetValue.table(members.count());
        for (int at = members.first(); at >= 0; at = members.next(at)) member(members.text(at));
    }

    @Override
    protected @Nullable SetValue value() {
        set.compact();
        return set.isEmpty() ? null : set;
    }
}
