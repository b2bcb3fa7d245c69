package hearsay.simulations.diary;

import hearsay.sentinel.model.Address;
import hearsay.sentinel.model.Milestone;
import java.util.List;

/// How far a Sentinel has come with a failover.
public record Achieved(Milestone milestone) implements What {

    public static final String ELECTED = "sentinel-elected";
    public static final String SEES_PROMOTION = "sentinel-sees-promotion";

    @Override
    public String word() {
        return switch (milestone) {
            case Milestone.Voted it -> "sentinel-votes";
            case Milestone.Elected it -> ELECTED;
            case Milestone.PromotionOrdered it -> "sentinel-orders-promotion";
            case Milestone.Promoted it -> SEES_PROMOTION;
            case Milestone.Switched it -> "sentinel-switches";
            case Milestone.Aborted it -> "sentinel-gives-up";
        };
    }

    @Override
    public String text() {
        String about = milestone.master() + " in epoch " + milestone.epoch();
        return switch (milestone) {
            case Milestone.Voted it ->
                    "votes for " + it.leader() + " to lead the failover of " + about;
            case Milestone.Elected it ->
                    it.forced()
                            ? "leads the failover of " + about + " by order"
                            : "is elected to lead the failover of %s, by %d of %d"
                                    .formatted(about, it.votes(), it.voters());
            case Milestone.PromotionOrdered it ->
                    "tells " + place(it.replica()) + " to become the master of " + about;
            case Milestone.Promoted it -> place(it.replica()) + " is the master of " + about;
            case Milestone.Switched it ->
                    "goes over from %s to %s for %s"
                            .formatted(place(it.from()), place(it.to()), about);
            case Milestone.Aborted it ->
                    "gives up the failover of " + about + ", in the state " + it.state();
        };
    }

    @Override
    public List<Detail> details() {
        return List.of(
                new Detail("master", milestone.master()), new Detail("epoch", milestone.epoch()));
    }

    private static String place(Address address) {
        return address.ip() + ":" + address.port();
    }
}
