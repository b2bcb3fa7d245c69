package hearsay.node.fuzz;

import java.util.List;

/// All there are: a new one needs its line here.
final class Generators {

    static final List<Generator> ALL =
            List.of(
                    new KeysGenerator(),
                    new StringsGenerator(),
                    new BitmapGenerator(),
                    new HyperLogLogGenerator(),
                    new ListsGenerator(),
                    new HashesGenerator(),
                    new SetsGenerator(),
                    new SortedSetsGenerator(),
                    new StreamsGenerator(),
                    new ValuesGenerator(),
                    new LexGenerator());

    private Generators() {}

    static Generator named(String name) {
        return ALL.stream().filter(g -> g.name().equals(name)).findFirst().orElseThrow();
    }
}
