package hearsay.sentinel.watch;

import hearsay.sentinel.model.Role;
import org.jspecify.annotations.Nullable;

/// What a master or a replica last said of itself with INFO.
public final class InfoMemory {

    /// When it last answered, 0 for never.
    public long refreshed;

    /// The whole text, null for none yet.
    public @Nullable String text;

    private Role role;
    private long roleSince;

    InfoMemory(Role expected, long nowMillis) {
        role = expected;
        roleSince = nowMillis;
    }

    public Role role() {
        return role;
    }

    /// Since when it says so.
    public long roleSince() {
        return roleSince;
    }

    public void role(Role reported, long nowMillis) {
        role = reported;
        roleSince = nowMillis;
    }
}
