package hearsay.simulations.story;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The stories that come with Hearsay: a file each in the resource folder `stories`.
public final class Catalogue {

    private static final String FOLDER = "/stories";
    private static final String SUFFIX = ".conf";

    private Catalogue() {}

    /// Their names, in alphabetical order.
    public static List<String> names() {
        URL folder = Catalogue.class.getResource(FOLDER);
        if (folder == null) throw new IllegalStateException("there is no folder " + FOLDER);
        try {
            URI uri = folder.toURI();
            if (!uri.getScheme().equals("jar")) return names(Path.of(uri));
            try (FileSystem jar = FileSystems.newFileSystem(uri, new TreeMap<>())) {
                return names(jar.getPath(FOLDER));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(StoryFile::nameOf)
                    .sorted()
                    .toList();
        }
    }

    /// A story of the catalogue, as it is without settings.
    ///
    /// @throws BadStory if there is none of that name
    public static Story story(String name) {
        return story(name, new TreeMap<>());
    }

    /// @param settings parameters, by name
    /// @throws BadStory if there is none of that name, or a setting does not fit
    public static Story story(String name, SortedMap<String, String> settings) {
        return StoryFile.read(text(name), name + SUFFIX, settings);
    }

    /// What is written in a story of the catalogue.
    ///
    /// @throws BadStory if there is none of that name
    public static String text(String name) {
        try (InputStream file = Catalogue.class.getResourceAsStream(FOLDER + "/" + name + SUFFIX)) {
            if (file != null) return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String known = NearestWord.oneOf(name, names());
        throw new BadStory(
                List.of(
                        new BadStory.Mistake(
                                name,
                                0,
                                "there is neither a story nor a file of that name; expected "
                                        + known)));
    }

    /// A story of the catalogue, or of a file: what has a dot or a slash in it, or is there.
    ///
    /// @throws BadStory if there is none, or it cannot be told
    public static Story find(String nameOrFile, SortedMap<String, String> settings) {
        Path path = Path.of(nameOrFile);
        boolean isFile = nameOrFile.indexOf('/') >= 0 || nameOrFile.indexOf('.') >= 0;
        if (!isFile) return story(nameOrFile, settings);
        try {
            return StoryFile.read(Files.readString(path), nameOrFile, settings);
        } catch (IOException e) {
            throw new BadStory(
                    List.of(
                            new BadStory.Mistake(
                                    nameOrFile, 0, "cannot be read: " + e.getMessage())));
        }
    }
}
