package hearsay.simulations.story;

import static org.junit.jupiter.api.Assertions.assertTrue;

import hearsay.gossip.diary.Happening;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Words that stories take from elsewhere")
class WordsTest {

    /// The diary's word depends on nothing but the kind of what happened, so that one made of zeros
    /// will do.
    @Test
    void a_fault_can_wait_for_everything_that_happens_to_a_member() throws Exception {
        for (Class<?> kind : Happening.class.getPermittedSubclasses()) {
            Constructor<?> constructor = kind.getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            Object[] zeros =
                    Arrays.stream(constructor.getParameters()).map(WordsTest::zero).toArray();
            var happening = (Happening) constructor.newInstance(zeros);
            String word = hearsay.simulations.diary.Words.of(happening);
            assertTrue(Words.EVENTS.contains(word), kind.getSimpleName() + ": " + word);
        }
    }

    @SuppressWarnings("NullAway") // What an array of objects is filled with is what is wanted.
    private static Object zero(Parameter parameter) {
        return Array.get(Array.newInstance(parameter.getType(), 1), 0);
    }
}
