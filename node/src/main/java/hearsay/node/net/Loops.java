package hearsay.node.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Event loops by name: one for each node, shared by its connections and its actor.
///
/// Linux' epoll where it is there, Java's own selector elsewhere.
public final class Loops {

    private static final Map<String, EventLoopGroup> LOOPS = new ConcurrentHashMap<>();

    private Loops() {}

    /// The loop of that name: one thread, started when first needed.
    public static EventLoopGroup named(String name) {
        return LOOPS.computeIfAbsent(
                name,
                n -> new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(n), handler()));
    }

    /// Ends the loop once its work is done.
    public static void close(String name) {
        var loop = LOOPS.remove(name);
        if (loop != null) loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /// The same for several, and waits until their threads are no more.
    ///
    /// @return whether that was in time
    public static boolean close(List<String> names, long timeoutMillis)
            throws InterruptedException {
        var ending = new ArrayList<EventLoopGroup>();
        for (var name : names) {
            var loop = LOOPS.get(name);
            if (loop != null) ending.add(loop);
            close(name);
        }
        boolean ended = true;
        for (var loop : ending) {
            ended &= loop.awaitTermination(timeoutMillis, TimeUnit.MILLISECONDS);
        }
        return ended;
    }

    /// What waits for the network, as INFO's `multiplexing_api` names it.
    public static String multiplexing() {
        return Epoll.isAvailable() ? "epoll" : "nio";
    }

    static Class<? extends ServerChannel> serverChannel() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /// The kind of channel that fits these loops.
    public static Class<? extends SocketChannel> channel() {
        return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    private static IoHandlerFactory handler() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }
}
