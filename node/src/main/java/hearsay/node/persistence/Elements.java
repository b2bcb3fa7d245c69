package hearsay.node.persistence;

/// Where the elements of an old encoding go, one by one.
interface Elements {

    void text(byte[] bytes, int from, int length);

    void number(long number);
}
