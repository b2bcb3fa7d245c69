package hearsay.simulations.diary;

import hearsay.gossip.diary.Happening;
import hearsay.gossip.diary.Name;
import hearsay.gossip.model.SlotRange;
import hearsay.gossip.model.SlotSet;
import hearsay.node.server.Log;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What happened to a node as a member of its cluster. The word is found in [Words], the sentence
/// in [Sentences], and the details are the happening's own components.
public record Told(Happening happening) implements What {

    private static final ClassValue<RecordComponent[]> COMPONENTS =
            new ClassValue<>() {
                @Override
                protected RecordComponent[] computeValue(Class<?> kind) {
                    return kind.getRecordComponents();
                }
            };

    @Override
    public String word() {
        return Words.of(happening);
    }

    @Override
    public String text() {
        return Sentences.of(happening);
    }

    @Override
    public List<Detail> details() {
        List<Detail> details = new ArrayList<>();
        for (RecordComponent component : COMPONENTS.get(happening.getClass()))
            details.add(new Detail(component.getName(), plain(valueOf(component))));
        return details;
    }

    /// How much it matters to a reader of the diary, which is not how loud Redis is about it: that
    /// one node suspects another begins every story, and is a matter for debugging in Redis' log.
    static Log.Level level(Happening happening) {
        return switch (happening) {
            case Happening.Suspected it -> Log.Level.NOTICE;
            case Happening.SuspicionLifted it -> Log.Level.NOTICE;
            case Happening.SlotsTaken it -> Log.Level.NOTICE;
            case Happening.EpochCollision it -> Log.Level.NOTICE;
            case Happening.VoteDenied it -> Log.Level.NOTICE;
            default ->
                    switch (happening.level()) {
                        case UNLOGGED, VERBOSE -> Log.Level.VERBOSE;
                        case DEBUG -> Log.Level.DEBUG;
                        case NOTICE -> Log.Level.NOTICE;
                        case WARNING -> Log.Level.WARNING;
                    };
        };
    }

    /// `0-5460 10923`, as in nodes.conf.
    static String slots(SlotSet slots) {
        return slots.ranges().stream().map(SlotRange::toString).collect(Collectors.joining(" "));
    }

    private Object valueOf(RecordComponent component) {
        try {
            return component.getAccessor().invoke(happening);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object plain(Object value) {
        return switch (value) {
            case Name name -> name.id();
            case SlotSet slots -> slots(slots);
            case Enum<?> choice -> choice.toString().strip();
            default -> value;
        };
    }
}
