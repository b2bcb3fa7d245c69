package hearsay.node.persistence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/// Makes ziplists, zipmaps and intsets, which this node reads and never writes.
public final class OldEncodings {

    private OldEncodings() {}

    /// A payload for RESTORE: a value of that type that is one text.
    public static byte[] payload(RdbType type, byte[] text) {
        var out = new ByteArrayOutputStream();
        var writer = new RdbWriter(out::write, RdbWriter.Options.DEFAULT);
        writer.put(type.code());
        if (type == RdbType.LIST_QUICKLIST) writer.length(1);
        writer.string(text);
        writer.put(9);
        writer.put(0);
        writer.seal(true);
        return out.toByteArray();
    }

    /// Elements that are numbers stand in it as numbers.
    public static byte[] ziplist(List<String> elements) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[10]);
        int last = out.size();
        int sizeOfLast = 0;
        for (var element : elements) {
            last = out.size();
            if (sizeOfLast < 254) {
                out.write(sizeOfLast);
            } else {
                out.write(254);
                out.writeBytes(little(sizeOfLast, 4));
            }
            content(element, out);
            sizeOfLast = out.size() - last;
        }
        out.write(255);
        var bytes = out.toByteArray();
        putLittle(bytes, 0, bytes.length, 4);
        putLittle(bytes, 4, last, 4);
        putLittle(bytes, 8, elements.size(), 2);
        return bytes;
    }

    private static void content(String element, ByteArrayOutputStream out) {
        if (element.matches("0|-?[1-9]\\d{0,18}")) {
            number(Long.parseLong(element), out);
            return;
        }
        int length = element.length();
        if (length < 64) {
            out.write(length);
        } else if (length < 1 << 14) {
            out.write(0x40 | length >> 8);
            out.write(length);
        } else {
            out.write(0x80);
            for (int shift = 24; shift >= 0; shift -= 8) out.write(length >> shift);
        }
        out.writeBytes(element.getBytes(ISO_8859_1));
    }

    private static void number(long number, ByteArrayOutputStream out) {
        if (number >= 0 && number <= 12) {
            out.write(0xf1 + (int) number);
            return;
        }
        int[] sizes = {1, 2, 3, 4, 8};
        int[] encodings = {0xfe, 0xc0, 0xf0, 0xd0, 0xe0};
        int i = 0;
        while (sizes[i] < 8 && number >> (8 * sizes[i] - 1) != number >> 63) i++;
        out.write(encodings[i]);
        out.writeBytes(little(number, sizes[i]));
    }

    /// @param room bytes left free after each value
    public static byte[] zipmap(List<String> fieldsAndValues, int room) {
        var out = new ByteArrayOutputStream();
        out.write(fieldsAndValues.size() / 2);
        for (int i = 0; i < fieldsAndValues.size(); i++) {
            var text = fieldsAndValues.get(i);
            if (text.length() < 254) {
                out.write(text.length());
            } else {
                out.write(254);
                out.writeBytes(little(text.length(), 4));
            }
            boolean isValue = i % 2 == 1;
            if (isValue) out.write(room);
            out.writeBytes(text.getBytes(ISO_8859_1));
            if (isValue) out.writeBytes(new byte[room]);
        }
        out.write(255);
        return out.toByteArray();
    }

    /// @param size bytes per number: 2, 4 or 8
    public static byte[] intset(int size, long... numbers) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(little(size, 4));
        out.writeBytes(little(numbers.length, 4));
        for (long number : numbers) out.writeBytes(little(number, size));
        return out.toByteArray();
    }

    static void putLittle(byte[] bytes, int at, long value, int size) {
        for (int i = 0; i < size; i++) bytes[at + i] = (byte) (value >> (8 * i));
    }

    private static byte[] little(long value, int size) {
        var bytes = new byte[8];
        putLittle(bytes, 0, value, 8);
        return Arrays.copyOf(bytes, size);
    }
}
