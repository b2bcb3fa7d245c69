package hearsay.sentinel.model;

/// What a Redis says that it is.
public enum Role {
    MASTER("master"),
    SLAVE("slave");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /// As INFO and Redis' events write it.
    public String word() {
        return word;
    }
}
