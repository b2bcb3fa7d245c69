package hearsay.simulations.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.model.Slot;
import hearsay.simulations.story.Catalogue;
import hearsay.simulations.story.Story;
import hearsay.simulations.world.World;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Random faults, without clients")
class RandomFaultsTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1})
    void a_seed_decides_the_whole_history(long seed) {
        assertThat(history(seed)).isEqualTo(history(seed)).isNotEqualTo(history(seed + 100));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {2, 3})
    void once_all_is_healed_each_slot_has_one_owner_that_all_agree_on(long seed) {
        try (var world = suffered(seed)) {
            for (int slot = 0; slot < Slot.COUNT; slot += 1000) {
                var owners = new TreeMap<String, Integer>();
                for (var host : world.hosts()) {
                    var member = host.member();
                    if (member != null) owners.merge("" + member.ownerOf(slot), 1, Integer::sum);
                }
                assertThat(owners).as("slot " + slot).hasSize(1).containsValue(6);
            }
            assertThat(world.hosts())
                    .allMatch(host -> {
                        var member = host.member();
                        return member != null && member.isOk();
                    });
        }
    }

    private static SortedMap<String, Long> history(long seed) {
        try (var world = suffered(seed)) {
            var history = new TreeMap<String, Long>();
            history.put("diary", world.diary().hash());
            history.put("network", world.network().fingerprint());
            history.put("appointments", world.agenda().kept());
            return history;
        }
    }

    private static World suffered(long seed) {
        Story story = Catalogue.story("random-faults");
        var world = new World(story.world(), seed);
        var nemesis = new Nemesis(world, new SplittableRandom(seed));
        nemesis.begin(story.troubles());
        world.runFor(story.lasts().toNanos());
        nemesis.heal();
        world.runFor(story.settles().toNanos());
        assertThat(nemesis.performed()).isPositive();
        return world;
    }
}
