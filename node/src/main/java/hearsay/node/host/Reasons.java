package hearsay.node.host;

import java.net.BindException;

/// Why something failed, as the operating system says it.
final class Reasons {

    private Reasons() {}

    /// The words of the innermost cause.
    static String of(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) cause = cause.getCause();
        if (cause instanceof BindException || isAddressInUse(cause))
            return "Address already in use";
        return String.valueOf(cause.getMessage());
    }

    static boolean isAddressInUse(Throwable cause) {
        return String.valueOf(cause.getMessage()).contains("Address already in use");
    }
}
