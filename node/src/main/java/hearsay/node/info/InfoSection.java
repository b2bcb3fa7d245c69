package hearsay.node.info;

/// The lines of one section of INFO, asked for whenever a client asks.
@FunctionalInterface
public interface InfoSection {

    void write(InfoText text);
}
