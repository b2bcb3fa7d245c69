package hearsay.client.connection;

import hearsay.node.net.Loops;
import hearsay.node.net.Tcp;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import java.util.concurrent.TimeUnit;

/// The loop of the real world: a thread of Netty, on the machine's clock.
public final class NettyLoop implements Loop {

    private final EventLoop loop;

    private NettyLoop(EventLoop loop) {
        this.loop = loop;
    }

    /// TCP and a thread of that name, started when first needed.
    public static Ports ports(String name) {
        var group = Loops.named(name);
        return new Ports(new Tcp(group), new NettyLoop(group.next()));
    }

    /// The same, with TLS around every stream.
    ///
    /// @param tls whom to trust, and who we are if the server asks for that; the server's name is
    ///   looked for in its certificate unless the context says otherwise
    public static Ports ports(String name, SslContext tls) {
        var group = Loops.named(name);
        return new Ports(new Tcp(group, new NettyTls(tls)), new NettyLoop(group.next()));
    }

    /// Ends the thread of that name, and with it all its connections, once its work is done.
    public static void close(String name) {
        Loops.close(name);
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        var future = loop.schedule(task, Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
        return () -> {
            var unused = future.cancel(false);
        };
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public boolean inLoop() {
        return loop.inEventLoop();
    }
}
