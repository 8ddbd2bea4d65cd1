/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.files;

import java.util.List;
import java.util.Objects;

/**
 * How a tree of files is served. Immutable; the {@code with} methods make changed copies.
 *
 * @param indexNames what is sent for a directory: the first of these that exists in it
 * @param listing whether a directory without one of them is listed; otherwise it is forbidden
 * @param links which symbolic links are followed
 * @param types the types of files by extension
 * @param cacheBytes how much memory small files may occupy; 0 looks for every file on a thread again
 */
public record StaticFileOptions(
        List<String> indexNames, boolean listing, Links links, MimeTypes types, int cacheBytes) {

    private static final StaticFileOptions DEFAULTS = new StaticFileOptions(
            List.of("index", "index.html", "index.htm"), true, Links.INSIDE, MimeTypes.standard(), 8 << 20);

    /** Which symbolic links are followed. */
    public enum Links {
        /** None: what is reached through one is not found. */
        NONE,
        /** Those that lead to something inside the tree that is served. */
        INSIDE,
        /** All. Whoever may write to the tree can then publish any file that the server may read. */
        ANYWHERE
    }

    /**
     * Checks the values.
     *
     * @param indexNames plain names
     * @param listing whether directories are listed
     * @param links which links are followed
     * @param types by extension
     * @param cacheBytes 0 or more
     * @throws IllegalArgumentException names the value that cannot be
     */
    public StaticFileOptions {
        indexNames = List.copyOf(indexNames);
        Objects.requireNonNull(links, "links");
        Objects.requireNonNull(types, "types");
        for (String name : indexNames) {
            if (FilePaths.relative(List.of(name)) == null || name.isEmpty()) {
                throw new IllegalArgumentException("indexNames: " + name + " (expected: the name of a file)");
            }
        }
        if (cacheBytes < 0) {
            throw new IllegalArgumentException("cacheBytes: " + cacheBytes + " (expected: 0 or more)");
        }
    }

    /**
     * Index pages under the usual names, listings, links inside the tree, 8 MiB of cache.
     *
     * @return the defaults
     */
    public static StaticFileOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The same with other index names.
     *
     * @param names in the order of preference; none for listings only
     * @return the changed copy
     */
    public StaticFileOptions withIndexNames(List<String> names) {
        return new StaticFileOptions(names, listing, links, types, cacheBytes);
    }

    /**
     * The same with or without listings.
     *
     * @param list false answers 403 for a directory without an index
     * @return the changed copy
     */
    public StaticFileOptions withListing(boolean list) {
        return new StaticFileOptions(indexNames, list, links, types, cacheBytes);
    }

    /**
     * The same with other links followed.
     *
     * @param followed which
     * @return the changed copy
     */
    public StaticFileOptions withLinks(Links followed) {
        return new StaticFileOptions(indexNames, listing, followed, types, cacheBytes);
    }

    /**
     * The same with other types.
     *
     * @param byExtension for example {@code MimeTypes.standard().with("log", "text/plain")}
     * @return the changed copy
     */
    public StaticFileOptions withTypes(MimeTypes byExtension) {
        return new StaticFileOptions(indexNames, listing, links, byExtension, cacheBytes);
    }

    /**
     * The same with another amount of memory for small files.
     *
     * @param bytes 0 looks for every file on a thread again: right for file systems that may hang
     * @return the changed copy
     */
    public StaticFileOptions withCacheBytes(int bytes) {
        return new StaticFileOptions(indexNames, listing, links, types, bytes);
    }
}
