package hearsay.node.persistence;

/// What an entry of an RDB file is made of, as data: a reader that walks shapes needs no code per
/// type, and can stop and go on between any two bytes.
sealed interface Shape {

    /// A string in any of its encodings.
    record Text() implements Shape {}

    /// A number in the encoding of lengths, up to 64 bits, read as unsigned.
    record Length() implements Shape {}

    /// A number of so many bytes, 1 to 8, in little-endian order.
    record Raw(int size) implements Shape {}

    /// The id of a stream's entry: milliseconds and sequence number, eight bytes each, big-endian.
    record Id() implements Shape {}

    /// A double, eight bytes, little-endian.
    record Score() implements Shape {}

    /// A double in the way of Redis before 4.0: a byte with the length of its decimal text, or 253,
    /// 254, 255 for NaN and the infinities.
    record DecimalScore() implements Shape {}

    /// A length, and then as often as it says these parts.
    record Many(Parts parts) implements Shape {}

    /// What a module wrote: pieces with their kind before each, up to an end mark.
    record ModulePieces() implements Shape {}

    /// Parts one after the other.
    final class Parts {
        private final Shape[] shapes;

        private Parts(Shape[] shapes) {
            this.shapes = shapes;
        }

        Parts after(Shape first) {
            var all = new Shape[shapes.length + 1];
            all[0] = first;
            System.arraycopy(shapes, 0, all, 1, shapes.length);
            return new Parts(all);
        }

        int count() {
            return shapes.length;
        }

        Shape at(int index) {
            return shapes[index];
        }
    }

    Shape TEXT = new Text();
    Shape LENGTH = new Length();
    Shape ID = new Id();
    Shape SCORE = new Score();
    Shape DECIMAL_SCORE = new DecimalScore();
    Shape MODULE_PIECES = new ModulePieces();

    static Shape raw(int size) {
        return new Raw(size);
    }

    static Shape many(Shape... parts) {
        return new Many(parts(parts));
    }

    static Parts parts(Shape... parts) {
        return new Parts(parts);
    }
}
