package hearsay.sentinel.member;

import org.jspecify.annotations.Nullable;

/// What a Sentinel asks the machine it runs on, and waits for, as Redis does.
public interface Environment {

    /// A machine without a resolver and without files.
    Environment BARE =
            new Environment() {
                @Override
                public @Nullable String resolve(String hostname) {
                    return null;
                }

                @Override
                public boolean isExecutable(String path) {
                    return false;
                }
            };

    /// The numeric address of a name, null if there is none. Only asked with `resolve-hostnames
    /// yes`, and never for what is numeric already.
    @Nullable String resolve(String hostname);

    boolean isExecutable(String path);
}
