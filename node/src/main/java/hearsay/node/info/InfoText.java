package hearsay.node.info;

import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/// INFO's answer while it is being written: `name:value` lines.
public final class InfoText {

    private static final String UNITS = "KMGTP";

    private final StringBuilder text = new StringBuilder();
    private final Map<String, LongSupplier> gauges;

    InfoText(Map<String, LongSupplier> gauges) {
        this.gauges = gauges;
    }

    void heading(String title) {
        if (!text.isEmpty()) text.append("\r\n");
        text.append("# ").append(title).append("\r\n");
    }

    public void line(String name, String value) {
        text.append(name).append(':').append(value).append("\r\n");
    }

    public void line(String name, long value) {
        text.append(name).append(':').append(value).append("\r\n");
    }

    /// Yes and no are 1 and 0.
    public void line(String name, boolean value) {
        line(name, value ? 1 : 0);
    }

    /// With two decimal places.
    public void decimal(String name, double value) {
        line(name, decimal(value));
    }

    public void percent(String name, double value) {
        line(name, decimal(value) + "%");
    }

    /// Microseconds as seconds.
    public void seconds(String name, long micros) {
        line(name, String.format(Locale.ROOT, "%d.%06d", micros / 1_000_000, micros % 1_000_000));
    }

    /// An amount of memory, and once more for people: `used_memory:2048` `used_memory_human:2.00K`.
    public void memory(String name, long bytes) {
        line(name, bytes);
        line(name + "_human", human(bytes));
    }

    /// A number that another part of the node knows, see [InfoSections#gauge]; 0 if none does,
    /// because what would be counted does not exist here yet.
    public void gauge(String name) {
        var supplier = gauges.get(name);
        line(name, supplier == null ? 0 : supplier.getAsLong());
    }

    public void gauges(String... names) {
        for (var name : names) gauge(name);
    }

    /// Bytes in the largest unit that leaves at least one of it.
    public static String human(long bytes) {
        if (bytes < 1024) return bytes + "B";
        double value = bytes;
        int unit = -1;
        for (; value >= 1024 && unit < UNITS.length() - 1; unit++) value /= 1024;
        return decimal(value) + UNITS.charAt(unit);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
