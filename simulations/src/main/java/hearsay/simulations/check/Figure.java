package hearsay.simulations.check;

/// A number that a run came to.
///
/// @param name what was counted or measured: "lost acknowledged writes"
/// @param unit "" for a count, else "ms", "s", "%"
public record Figure(String name, double number, String unit) {

    public static Figure count(String name, long number) {
        return new Figure(name, number, "");
    }

    @Override
    public String toString() {
        var shown =
                number == Math.rint(number)
                        ? Long.toString((long) number)
                        : "%.3f".formatted(number);
        return name + ": " + shown + (unit.isEmpty() ? "" : " " + unit);
    }
}
