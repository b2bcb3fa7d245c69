package hearsay.node.command;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// DEBUG PROTOCOL: a reply of every type there is, for those who write clients.
final class DebugProtocol {

    private DebugProtocol() {}

    static void reply(Call call) {
        var reply = call.reply();
        switch (call.text(2).toLowerCase(Locale.ROOT)) {
            case "string" -> reply.bulk("Hello World");
            case "integer" -> reply.integer(12345);
            case "double" -> reply.number(3.141);
            case "bignum" -> reply.bigNumber("1234567999999999999999999999999999999");
            case "null" -> reply.nil();
            case "true" -> reply.bool(true);
            case "false" -> reply.bool(false);
            case "verbatim" -> reply.verbatim("txt", "This is a verbatim\nstring");
            case "array" -> {
                reply.array(3);
                for (int i = 0; i < 3; i++) reply.integer(i);
            }
            case "set" -> {
                reply.set(3);
                for (int i = 0; i < 3; i++) reply.integer(i);
            }
            case "map" -> {
                reply.map(3);
                for (int i = 0; i < 3; i++) {
                    reply.integer(i);
                    reply.bool(i == 1);
                }
            }
            case "attrib" -> {
                if (reply.isResp3()) attribute(call);
                reply.bulk("Some real reply following the attribute");
            }
            case "push" -> {
                if (!reply.isResp3()) {
                    throw new CommandError("ERR RESP2 is not supported by this command");
                }
                reply.push(2);
                reply.bulk("server-cpu-usage");
                reply.integer(42);
                // Who waits for the answer to DEBUG still waits: a push is no answer.
                reply.bulk("Some real reply following the push reply");
            }
            default ->
                    throw new CommandError(
                            "ERR Wrong protocol type name. Please use one of the following:"
                                    + " string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false");
        }
    }

    private static void attribute(Call call) {
        var reply = call.reply();
        reply.raw("|1\r\n".getBytes(StandardCharsets.US_ASCII));
        reply.bulk("key-popularity");
        reply.array(2);
        reply.bulk("key:123");
        reply.integer(90);
    }
}
