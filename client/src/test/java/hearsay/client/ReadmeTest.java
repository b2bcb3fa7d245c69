package hearsay.client;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.client.routing.ClusterClient;
import hearsay.gossip.routing.HashSlot;
import hearsay.node.link.Links;
import io.netty.handler.ssl.SslContext;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {

    private static final Pattern SECTION = Pattern.compile("(?s)\\n## The client\\n(.*?)\\n## ");
    private static final Pattern CODE = Pattern.compile("(?s)```java\\n(.*?)```");

    @TempDir Path folder;

    @Test
    void the_code_that_the_readme_shows_of_the_client_compiles() throws IOException {
        var section = SECTION.matcher(Files.readString(Path.of("../README.md")));
        assertThat(section.find()).isTrue();
        var code = CODE.matcher(section.group(1));
        assertThat(code.find()).isTrue();
        assertThat(compile(code.group(1))).isEmpty();
    }

    /// What the compiler has to say.
    private String compile(String statements) throws IOException {
        var source =
                """
                import hearsay.client.connection.*;
                import hearsay.client.routing.*;
                import java.util.*;
                class Shown {
                    void run() {
                        %s
                    }
                }
                """
                        .formatted(statements);
        var file =
                new SimpleJavaFileObject(
                        URI.create("string:///Shown.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreErrors) {
                        return source;
                    }
                };
        var said = new StringWriter();
        var options = List.of("-proc:none", "-d", folder.toString(), "-cp", classPath());
        var compiler = ToolProvider.getSystemJavaCompiler();
        boolean good = compiler.getTask(said, null, null, options, null, List.of(file)).call();
        return good ? "" : said.toString();
    }

    /// Where the classes come from that the code and their signatures name.
    private static String classPath() {
        return Stream.of(
                        ClusterClient.class,
                        Links.class,
                        HashSlot.class,
                        NullMarked.class,
                        SslContext.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
