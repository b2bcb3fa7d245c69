package hearsay.simulations.process.load;

import java.util.concurrent.CompletionStage;

/// A client library under load.
public interface LoadClient extends AutoCloseable {

    String name();

    /// @param words a command whose second word is its key
    /// @return the reply as text, empty for nil; or whatever the library fails with
    CompletionStage<String> call(String... words);

    @Override
    void close();
}
