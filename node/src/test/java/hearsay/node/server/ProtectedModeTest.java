package hearsay.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNode;
import hearsay.node.link.Link;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class ProtectedModeTest {

    @Test
    void a_stranger_from_outside_is_turned_away_while_there_is_no_password() {
        var stranger = new Stranger();
        new TestNode().server().accepted(stranger);
        assertThat(stranger.heard()).startsWith("-DENIED Redis is running in protected mode");
        assertThat(stranger.isOpen()).isFalse();
    }

    @Test
    void with_a_password_or_without_protection_everybody_may_come() {
        for (var option :
                new String[][] {{"--requirepass", "sesame"}, {"--protected-mode", "no"}}) {
            var stranger = new Stranger();
            new TestNode(option).server().accepted(stranger);
            assertThat(stranger.heard()).isEmpty();
            assertThat(stranger.isOpen()).isTrue();
        }
    }

    /// Somebody on another machine.
    private static final class Stranger implements Link {

        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        private boolean open = true;

        String heard() {
            return heard.toString(java.nio.charset.StandardCharsets.US_ASCII);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            heard.write(bytes, offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public long unsent() {
            return 0;
        }

        @Override
        public void close(boolean now) {
            open = false;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public String remoteAddress() {
            return "192.0.2.7:40000";
        }

        @Override
        public String localAddress() {
            return "192.0.2.1:6379";
        }
    }
}
