package hearsay.node.fuzz;

import java.util.List;

/// All there are: a new one needs its line here.
final class Generators {

    // spotless:off
    static final List<Generator> ALL = List.of(
            new KeysGenerator(),
            new StringsGenerator(),
            new ListsGenerator(),
            new SortGenerator(),
            new HashesGenerator(),
            new SetsGenerator(),
            new SortedSetsGenerator(),
            new LexGenerator(),
            new GeoGenerator(),
            new StreamsGenerator(),
            new BitmapGenerator(),
            new HyperLogLogGenerator(),
            new ValuesGenerator(),
            new KeyPositionsGenerator());
    // spotless:on

    private Generators() {}

    static Generator named(String name) {
        return ALL.stream().filter(g -> g.name().equals(name)).findFirst().orElseThrow();
    }
}
