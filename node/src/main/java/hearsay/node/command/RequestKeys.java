package hearsay.node.command;

import hearsay.node.resp.Arguments;
import java.util.ArrayList;
import java.util.List;

/// The keys in a request, as COMMAND GETKEYS and GETKEYSANDFLAGS tell them.
final class RequestKeys {

    /// @param index which word of the request
    /// @param flags names as in a [KeySpec]
    record Key(int index, List<String> flags) {}

    private RequestKeys() {}

    /// @throws CommandError the request's words do not fit the command
    static List<Key> of(Command command, Arguments request) {
        var keys = new ArrayList<Key>();
        var finder = command.keyFinder();
        if (finder != null) {
            var flags = command.keySpecs().getFirst().flags();
            finder.forEachKey(request, index -> keys.add(new Key(index, flags)));
            if (!keys.isEmpty()) return keys;
        }
        boolean fits = finder == null;
        for (var spec : finder == null ? command.keySpecs() : List.<KeySpec>of()) {
            if (!spec.isKey() || spec.find() instanceof KeySpec.Find.Unknown) continue;
            var flags = flags(command, spec, request);
            boolean found = spec.forEachKey(request, index -> keys.add(new Key(index, flags)));
            // A keyword need not be there; everything else must.
            fits &=
                    found
                            || spec.begin() instanceof KeySpec.Begin.Keyword
                            || spec.find() instanceof KeySpec.Find.StoreOfSort;
        }
        if (fits && !keys.isEmpty()) return keys;
        if (command.is(Flag.NO_MANDATORY_KEYS)) return List.of();
        throw new CommandError("ERR Invalid arguments specified for command");
    }

    private static List<String> flags(Command command, KeySpec spec, Arguments request) {
        return switch (command.name()) {
            case "SET" -> setFlags(request);
            case "BITFIELD" -> bitFieldFlags(request);
            default -> spec.flags();
        };
    }

    /// SET reads the key only where it is asked to GET.
    private static List<String> setFlags(Arguments request) {
        for (int i = 3; i < request.count(); i++) {
            if (request.is(i, "GET")) return List.of("RW", "ACCESS", "UPDATE");
        }
        return List.of("OW", "UPDATE");
    }

    /// BITFIELD that does nothing but GET is a reader.
    private static List<String> bitFieldFlags(Arguments request) {
        for (int i = 2; i < request.count(); ) {
            int left = request.count() - i - 1;
            if (request.is(i, "GET") && left >= 2) i += 3;
            else if (request.is(i, "OVERFLOW") && left >= 1) i += 2;
            else return List.of("RW", "ACCESS", "UPDATE");
        }
        return List.of("RO", "ACCESS");
    }
}
