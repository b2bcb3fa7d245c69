package hearsay.gossip.model;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Numeric IP addresses in their usual spelling, so that two spellings are never two nodes.
public final class Ip {

    private static final Pattern V4 =
            Pattern.compile(
                    "(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:]*");
    private static final int V6_GROUPS = 8;

    private Ip() {}

    /// The usual spelling of `text`, or null if that is no numeric address. Names are not resolved.
    public static @Nullable String normalise(String text) {
        var v4 = V4.matcher(text);
        if (v4.matches()) {
            for (int i = 1; i <= 4; i++) if (Integer.parseInt(v4.group(i)) > 255) return null;
            return text;
        }
        if (!V6.matcher(text).matches()) return null;
        try {
            return compressed(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException notAnAddress) {
            return null;
        }
    }

    /// The longest run of zero groups becomes `::`.
    private static String compressed(byte[] bytes) {
        var groups = new int[V6_GROUPS];
        for (int i = 0; i < V6_GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xFF) << 8 | (bytes[2 * i + 1] & 0xFF);
        }
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < V6_GROUPS; i++) {
            int length = 0;
            while (i + length < V6_GROUPS && groups[i + length] == 0) length++;
            if (length > bestLength) {
                bestStart = i;
                bestLength = length;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < V6_GROUPS; i++) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') text.append(':');
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
