package hearsay.node.net;

import hearsay.node.link.Link;
import hearsay.node.link.LinkListener;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// A TCP connection as a [Link]. Everything happens on the node's event loop.
final class NettyLink extends ChannelInboundHandlerAdapter implements Link, LinkListener.Incoming {

    private final SocketChannel channel;
    private final LinkListener listener;
    private @Nullable ByteBuf incoming;
    private boolean over;

    NettyLink(SocketChannel channel, LinkListener listener) {
        this.channel = channel;
        this.listener = listener;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        listener.opened(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var buffer = (ByteBuf) message;
        try {
            if (over) return;
            incoming = buffer;
            listener.received(this, this);
        } finally {
            incoming = null;
            buffer.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        over();
    }

    /// A reset by the other side is an end like any other.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
        if (!(cause instanceof java.io.IOException)) {
            org.slf4j.LoggerFactory.getLogger(NettyLink.class).error("On {}", channel, cause);
        }
    }

    @Override
    public int length() {
        return incoming == null ? 0 : incoming.readableBytes();
    }

    @Override
    public void copyTo(byte[] target, int at) {
        if (incoming != null)
            incoming.getBytes(incoming.readerIndex(), target, at, incoming.readableBytes());
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (over) return;
        var buffer = channel.alloc().directBuffer(length);
        buffer.writeBytes(bytes, offset, length);
        channel.write(buffer, channel.voidPromise());
    }

    @Override
    public void flush() {
        if (!over) channel.flush();
    }

    @Override
    public long unsent() {
        var outbound = channel.unsafe().outboundBuffer();
        return outbound == null ? 0 : outbound.totalPendingWriteBytes();
    }

    @Override
    public void close(boolean now) {
        if (now || unsent() == 0) {
            channel.close();
        } else {
            channel.writeAndFlush(channel.alloc().buffer(0))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public boolean isOpen() {
        return !over && channel.isOpen();
    }

    @Override
    public int descriptor() {
        return channel instanceof io.netty.channel.unix.UnixChannel unix
                ? unix.fd().intValue()
                : -1;
    }

    @Override
    public String remoteAddress() {
        return text(channel.remoteAddress());
    }

    @Override
    public String localAddress() {
        return text(channel.localAddress());
    }

    private void over() {
        if (over) return;
        over = true;
        listener.closed(this);
    }

    private static String text(@Nullable SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) return "?:0";
        var host = inet.getAddress().getHostAddress();
        return host.indexOf(':') < 0
                ? host + ":" + inet.getPort()
                : "[" + host + "]:" + inet.getPort();
    }
}
