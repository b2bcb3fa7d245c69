package hearsay.node.net;

import hearsay.node.link.LinkListener;
import hearsay.node.link.Links;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;

/// The links port over TCP: listens for a node's clients, and connects it to others.
public final class Tcp implements Links {

    private final EventLoopGroup loop;
    private final Envelope envelope;

    /// What is put around the bytes of a stream that we open, such as TLS.
    @FunctionalInterface
    public interface Envelope {
        /// Adds its handlers to the channel. The link is told that it is open when the last of them
        /// lets `channelActive` pass; if that will never be, they tell the listener why.
        void put(SocketChannel channel, String host, int port, LinkListener listener);
    }

    /// @param loop the node's own, see [Loops]
    public Tcp(EventLoopGroup loop) {
        this(loop, (channel, host, port, listener) -> {});
    }

    /// @param envelope around all streams that are opened from here, but not those accepted
    public Tcp(EventLoopGroup loop, Envelope envelope) {
        this.loop = loop;
        this.envelope = envelope;
    }

    /// Listens on an address; every link that is accepted is `opened` at the listener.
    ///
    /// @param keepaliveSeconds after how much silence the kernel asks whether a client is still
    ///   there (`tcp-keepalive`), 0 for never
    /// @return the listening channel, once it is bound
    /// @throws java.io.IOException as a cause, if the address is taken or not ours
    public Channel listen(
            InetSocketAddress address, int backlog, int keepaliveSeconds, LinkListener listener)
            throws InterruptedException {
        var bootstrap = new ServerBootstrap();
        if (keepaliveSeconds > 0 && Epoll.isAvailable()) {
            bootstrap
                    .childOption(EpollChannelOption.TCP_KEEPIDLE, keepaliveSeconds)
                    .childOption(
                            EpollChannelOption.TCP_KEEPINTVL, Math.max(1, keepaliveSeconds / 3))
                    .childOption(EpollChannelOption.TCP_KEEPCNT, 3);
        }
        return bootstrap
                .group(loop)
                .channel(Loops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, backlog)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, keepaliveSeconds > 0)
                .childHandler(linkFor(listener))
                .bind(address)
                .sync()
                .channel();
    }

    @Override
    public void open(String host, int port, long timeoutMillis, LinkListener listener) {
        new Bootstrap()
                .group(loop)
                .channel(Loops.channel())
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeoutMillis)
                .handler(linkTo(host, port, listener))
                .connect(host, port)
                .addListener(done -> {
                    if (!done.isSuccess())
                        listener.refused(String.valueOf(done.cause().getMessage()));
                });
    }

    private ChannelInitializer<SocketChannel> linkTo(String host, int port, LinkListener listener) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                envelope.put(channel, host, port, listener);
                channel.pipeline().addLast(new NettyLink(channel, listener));
            }
        };
    }

    private static ChannelInitializer<SocketChannel> linkFor(LinkListener listener) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new NettyLink(channel, listener));
            }
        };
    }
}
