package hearsay.simulations.check;

/// Something that must hold.
///
/// @param name in words joined by hyphens: `one-owner-per-slot`
/// @param says what it says, in one sentence
public record Law(String name, String says, Severity severity) {

    @Override
    public String toString() {
        return name;
    }
}
