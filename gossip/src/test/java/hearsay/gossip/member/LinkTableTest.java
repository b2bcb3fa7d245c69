package hearsay.gossip.member;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.member.Links.Link;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A table of links")
class LinkTableTest {

    @Test
    void finds_what_a_map_finds_whatever_is_put_in_and_removed() {
        var random = new SplittableRandom(1);
        var table = new LinkTable();
        var map = new TreeMap<Long, Link>();
        for (int step = 0; step < 20_000; step++) {
            long id = random.nextInt(-60, 61);
            if (random.nextInt(3) == 0) {
                assertThat(table.remove(id)).isSameAs(map.remove(id));
            } else {
                var link = new Link(id, null, step, "", "");
                table.put(link);
                map.put(id, link);
            }
            long other = random.nextInt(-60, 61);
            assertThat(table.get(other)).isSameAs(map.get(other));
        }
    }
}
