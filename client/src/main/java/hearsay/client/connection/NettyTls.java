package hearsay.client.connection;

import hearsay.node.link.LinkListener;
import hearsay.node.net.Tcp;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/// TLS around a stream, by Netty's handler. The stream counts as open when the handshake is done;
/// if it fails, it is refused with the reason.
///
/// Source: Redis documentation, "TLS"; RFC 8446.
final class NettyTls implements Tcp.Envelope {

    private final SslContext context;

    NettyTls(SslContext context) {
        this.context = context;
    }

    @Override
    public void put(SocketChannel channel, String host, int port, LinkListener listener) {
        channel.pipeline()
                .addLast(context.newHandler(channel.alloc(), host, port))
                .addLast(new Handshake(listener));
    }

    /// Lets nobody know of the stream before it is safe.
    private static final class Handshake extends ChannelInboundHandlerAdapter {

        private final LinkListener listener;
        private boolean done;
        private boolean refused;

        Handshake(LinkListener listener) {
            this.listener = listener;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {}

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                if (handshake.isSuccess()) {
                    done = true;
                    context.fireChannelActive();
                } else {
                    refuse(String.valueOf(handshake.cause().getMessage()));
                    context.close();
                }
            } else {
                context.fireUserEventTriggered(event);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (done) context.fireChannelInactive();
            else refuse("closed by the server");
        }

        /// What fails before the end of the handshake is told by the event above.
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (done) context.close();
        }

        private void refuse(String reason) {
            if (refused) return;
            refused = true;
            listener.refused("TLS: " + reason);
        }
    }
}
