package hearsay.node.remote;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.bus.Extensions;
import hearsay.gossip.bus.Gossip;
import hearsay.gossip.bus.Header;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import hearsay.node.remote.LinkMessage.Connection;
import hearsay.node.remote.LinkMessage.Unreadable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BusSerializerTest {

    private final BusSerializer serializer = new BusSerializer();

    @Test
    @DisplayName("14, 15: every field of a header and every type of packet arrives as it was sent")
    void what_is_written_is_read_again_for_every_kind_of_message() {
        var messages = new RandomMessages(new SplittableRandom(1));
        for (int i = 0; i < 5_000; i++) {
            LinkMessage message = messages.linkMessage();
            assertThat(read(serializer.toBinary(message), serializer.manifest(message)))
                    .isEqualTo(message);
        }
    }

    @Test
    void buffers_of_remoting_hold_the_same_bytes_as_arrays() {
        var messages = new RandomMessages(new SplittableRandom(2));
        for (int i = 0; i < 500; i++) {
            LinkMessage message = messages.linkMessage();
            var buffer = ByteBuffer.allocateDirect(64 * 1024);
            serializer.toBinary(message, buffer);
            buffer.flip();
            var bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            assertThat(bytes).isEqualTo(serializer.toBinary(message));
            assertThat(serializer.fromBinary(buffer, serializer.manifest(message)))
                    .isEqualTo(message);
        }
    }

    @Test
    void pieces_keep_their_bytes() {
        var piece =
                new LinkMessage.Piece(new Connection(7, 8), true, 9, false, new byte[] {1, 2, 3});
        assertThat(read(serializer.toBinary(piece), serializer.manifest(piece)))
                .usingRecursiveComparison()
                .isEqualTo(piece);
    }

    @Test
    void the_estimate_is_never_below_the_size() {
        var messages = new RandomMessages(new SplittableRandom(3));
        for (int i = 0; i < 2_000; i++) {
            BusMessage message = messages.busMessage();
            var out = new WireWriter(64);
            BusCodec.write(message, out);
            assertThat(BusCodec.estimate(message)).isGreaterThanOrEqualTo(out.toBytes().length);
        }
    }

    @Test
    void a_heartbeat_of_a_third_of_the_slots_is_short() {
        var random = new SplittableRandom(4);
        var header =
                new Header(
                        NodeId.random(random),
                        7,
                        3,
                        1_000_000,
                        SlotSet.range(0, 5460),
                        null,
                        "127.0.0.1",
                        7000,
                        0,
                        27000,
                        1,
                        true,
                        0);
        var ping = new BusMessage.Ping(header, Gossip.NONE, Extensions.NONE);
        var carried = new LinkMessage.Carried(new Connection(1, 1), true, 1, ping);
        assertThat(serializer.toBinary(carried)).hasSizeLessThan(80);
    }

    @Test
    void shortened_bytes_are_unreadable_at_every_length() {
        var messages = new RandomMessages(new SplittableRandom(5));
        for (int i = 0; i < 100; i++) {
            LinkMessage message = messages.linkMessage();
            byte[] bytes = serializer.toBinary(message);
            for (int length = 0; length < bytes.length; length++) {
                assertThat(read(Arrays.copyOf(bytes, length), serializer.manifest(message)))
                        .isInstanceOf(Unreadable.class);
            }
        }
    }

    @Test
    void changed_bytes_are_read_as_something_else_or_unreadable_but_never_throw() {
        var random = new SplittableRandom(6);
        var messages = new RandomMessages(random);
        for (int i = 0; i < 20_000; i++) {
            LinkMessage message = messages.linkMessage();
            byte[] bytes = serializer.toBinary(message);
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertThat(read(bytes, serializer.manifest(message))).isInstanceOf(LinkMessage.class);
        }
    }

    @Test
    void noise_of_any_length_is_unreadable() {
        var random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            var noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            if (noise.length > 0) noise[0] = BusSerializer.VERSION;
            assertThat(read(noise, "M")).isInstanceOf(Unreadable.class);
        }
    }

    @Test
    void other_versions_kinds_and_trailing_bytes_are_unreadable() {
        var open = new LinkMessage.Open(new Connection(1, 2));
        byte[] bytes = serializer.toBinary(open);
        assertThat(read(bytes, "Z")).isEqualTo(new Unreadable("a message of kind Z"));
        assertThat(read(Arrays.copyOf(bytes, bytes.length + 1), "O"))
                .isEqualTo(new Unreadable("1 bytes too many"));
        bytes[0] = 3;
        assertThat(read(bytes, "O")).isEqualTo(new Unreadable("version 3 of the bus"));
    }

    private Object read(byte[] bytes, String manifest) {
        return serializer.fromBinary(bytes, manifest);
    }
}
