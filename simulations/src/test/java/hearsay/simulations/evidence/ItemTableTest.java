package hearsay.simulations.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.simulations.evidence.NumberedTests.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// `-Dhearsay.write=items` writes the README's table anew.
@DisplayName("The table of what is shown by which test")
class ItemTableTest {

    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| (.*) \\| (.*) \\|");

    private final Path root = root();
    private final Path readme = root.resolve("README.md");
    private final NumberedTests tests = NumberedTests.in(root);

    ItemTableTest() throws IOException {}

    @Test
    void every_item_has_a_test_that_carries_its_number() throws IOException {
        for (int item : ItemTable.items().keySet()) {
            assertThat(tests.of(item))
                    .as("tests whose display name begins with %d", item)
                    .isNotEmpty();
        }
    }

    @Test
    void every_item_has_its_row_in_the_readme() throws IOException {
        if (System.getProperty("hearsay.write", "").equals("items")) {
            ItemTable.replace(readme, ItemTable.write(tests));
        }
        var rows = ROW.matcher(ItemTable.read(readme)).results().toList();
        var items = ItemTable.items();
        assertThat(rows)
                .extracting(row -> Integer.valueOf(row.group(1)))
                .containsExactlyElementsOf(items.keySet());
        assertThat(rows).extracting(row -> row.group(2)).containsExactlyElementsOf(items.values());
    }

    /// Not which of several: a test that comes later need not touch the table.
    @Test
    void every_test_in_the_readme_is_there_and_carries_the_number() throws IOException {
        for (var row : ROW.matcher(ItemTable.read(readme)).results().toList()) {
            int item = Integer.parseInt(row.group(1));
            var known = tests.of(item).stream().map(Proof::toString).toList();
            for (var named : row.group(3).split("<br>")) {
                assertThat(known).as("item %d", item).contains(named.replace("`", ""));
            }
        }
    }

    @Test
    void numbers_are_read_in_all_the_ways_in_which_they_are_written() {
        assertThat(NumberedTests.items("33, 34: old data")).isEqualTo(List.of(33, 34));
        assertThat(NumberedTests.items("36-38. votes")).isEqualTo(List.of(36, 37, 38));
        assertThat(NumberedTests.items("D4.41: by hand")).isEqualTo(List.of(41));
        assertThat(NumberedTests.items("25, D8: late")).isEqualTo(List.of(25));
        assertThat(NumberedTests.items("7000: a port is no number of an item, but looks like one"))
                .isEqualTo(List.of(7000));
        assertThat(NumberedTests.items("An old master")).isEmpty();
    }

    /// The folder of all modules.
    private static Path root() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("gossip/pom.xml"))) {
            folder = java.util.Objects.requireNonNull(folder.getParent(), "no root above here");
        }
        return folder;
    }
}
