package hearsay.simulations.measure;

import java.util.List;
import java.util.function.Consumer;

/// Numbers taken from one node, in rows that have the same names for every node.
interface Measurement {

    /// What the numbers are, with their unit.
    String title();

    List<String> rows();

    /// @param progress told what is about to be done
    /// @return a number for each row
    List<Double> of(Subject subject, Consumer<String> progress);
}
