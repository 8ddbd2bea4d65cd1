/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The types of files by their extensions. Immutable.
 *
 * <p>A file {@code page.html.gz} is a page in an encoding: the type is that of {@code page.html} and its encoding gzip. That
 * holds for types that browsers show; a {@code source.tar.gz} is sent as the archive that it is, since a browser would
 * otherwise unpack what its user wanted to keep. Source: {@code twisted.web.static.getTypeAndEncoding}.
 */
public final class MimeTypes {

    private static final String DEFAULT = "application/octet-stream";
    private static final Map<String, String> ENCODINGS = Map.of("gz", "gzip", "br", "br", "zst", "zstd");
    private static final MimeTypes STANDARD = new MimeTypes(standardTypes(), DEFAULT);

    private final Map<String, String> types;
    private final String defaultType;

    private MimeTypes(Map<String, String> types, String defaultType) {
        this.types = types;
        this.defaultType = defaultType;
    }

    /**
     * What a file is.
     *
     * @param contentType for example {@code text/html}
     * @param contentEncoding for example {@code gzip}, or null
     */
    record Type(String contentType, @Nullable String contentEncoding) {}

    /**
     * The table that comes with this library; files that it does not know are application/octet-stream.
     *
     * @return always the same
     */
    public static MimeTypes standard() {
        return STANDARD;
    }

    /**
     * The same with one more extension.
     *
     * @param extension with or without its dot, in any case
     * @param contentType for example {@code text/plain}
     * @return the changed copy
     */
    public MimeTypes with(String extension, String contentType) {
        Map<String, String> more = new HashMap<>(types);
        more.put(normal(extension), checked(contentType));
        return new MimeTypes(more, defaultType);
    }

    /**
     * The same with the extensions of a file in the form of {@code /etc/mime.types}: a type, then its extensions.
     *
     * @param file read at once, on the caller's thread
     * @return the changed copy
     * @throws IOException if it cannot be read
     */
    public MimeTypes withFile(Path file) throws IOException {
        Map<String, String> more = new HashMap<>(types);
        try (Reader reader = Files.newBufferedReader(file)) {
            read(reader, more);
        }
        return new MimeTypes(more, defaultType);
    }

    /**
     * The same with another type for files whose extension is not known.
     *
     * @param contentType for example {@code text/plain}
     * @return the changed copy
     */
    public MimeTypes withDefault(String contentType) {
        return new MimeTypes(types, checked(contentType));
    }

    /**
     * The type of a file, without regard to encodings.
     *
     * @param name for example {@code page.html}
     * @return for example {@code text/html}
     */
    public String typeOf(String name) {
        String type = types.get(extension(name));
        return type == null ? defaultType : type;
    }

    Type of(String name) {
        String encoding = ENCODINGS.get(extension(name));
        if (encoding != null) {
            String inner = types.get(extension(name.substring(0, name.lastIndexOf('.'))));
            if (inner != null && isShown(inner)) {
                return new Type(inner, encoding);
            }
        }
        return new Type(typeOf(name), null);
    }

    private static boolean isShown(String type) {
        return type.startsWith("text/")
                || type.endsWith("+xml")
                || type.endsWith("+json")
                || type.equals("application/json")
                || type.equals("application/xml")
                || type.equals("application/wasm");
    }

    private static String checked(String contentType) {
        if (contentType.indexOf('/') <= 0 || !contentType.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("contentType: " + contentType + " (expected: type/subtype)");
        }
        return contentType;
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private static String normal(String extension) {
        String plain = extension.startsWith(".") ? extension.substring(1) : extension;
        return plain.toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> standardTypes() {
        Map<String, String> types = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(MimeTypes.class.getResourceAsStream("mime.types"), "mime.types");
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            read(reader, types);
        } catch (IOException e) {
            throw new UncheckedIOException("mime.types of this library", e);
        }
        return types;
    }

    private static void read(Reader reader, Map<String, String> into) throws IOException {
        BufferedReader lines = new BufferedReader(reader);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int comment = line.indexOf('#');
            String[] words =
                    (comment < 0 ? line : line.substring(0, comment)).trim().split("\\s+", -1);
            for (int i = 1; i < words.length; i++) {
                into.put(normal(words[i]), words[0]);
            }
        }
    }
}
