package hearsay.simulations.real;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;

/// Where this JVM has its classes from, for another one that is to have the same. Some that run
/// tests load them by a class loader of their own, and then `java.class.path` does not tell.
final class ClassPath {

    private ClassPath() {}

    static String text() {
        if (!(Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader)) {
            return System.getProperty("java.class.path");
        }
        var parts = new ArrayList<String>();
        for (var url : loader.getURLs()) {
            try {
                parts.add(Path.of(url.toURI()).toString());
            } catch (URISyntaxException odd) {
                throw new AssertionError(odd);
            }
        }
        return String.join(File.pathSeparator, parts);
    }
}
