package hearsay.node.migration;

import org.jspecify.annotations.Nullable;

/// What a MIGRATE asks for, without the keys.
///
/// @param port as it was given
/// @param database the number of the target's database
/// @param timeoutMillis for how long nothing may happen
/// @param copy whether the keys stay here too
/// @param replace whether the target is to replace keys that it has
/// @param user for AUTH, null for the default one
/// @param password for AUTH, null for none
@SuppressWarnings("ArrayRecordComponent") // nobody compares orders
public record Order(
        String host,
        String port,
        long database,
        long timeoutMillis,
        boolean copy,
        boolean replace,
        byte @Nullable [] user,
        byte @Nullable [] password) {

    /// By what the links to a target are known.
    String target() {
        return host + ":" + port;
    }
}
