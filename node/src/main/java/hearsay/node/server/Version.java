package hearsay.node.server;

import hearsay.node.config.RedisConf;

/// Which Redis we are like, and which Hearsay we are.
public final class Version {

    public static final String REDIS = RedisConf.REDIS_VERSION;

    public static final String HEARSAY = "0.1.0";

    private Version() {}
}
