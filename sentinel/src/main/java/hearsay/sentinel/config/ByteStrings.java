package hearsay.sentinel.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/// Files are read as byte strings, in which a character is a byte; a Sentinel works with text.
final class ByteStrings {

    private ByteStrings() {}

    static String text(String byteString) {
        return new String(byteString.getBytes(ISO_8859_1), UTF_8);
    }

    static String of(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}
