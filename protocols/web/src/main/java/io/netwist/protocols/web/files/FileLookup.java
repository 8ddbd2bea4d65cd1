/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Finds what a path below a directory leads to. Blocks: for threads of the pool. */
final class FileLookup {

    private final Path root;
    private final StaticFileOptions options;

    FileLookup(Path root, StaticFileOptions options) {
        this.root = root;
        this.options = options;
    }

    /** What was found. */
    enum Kind {
        FILE,
        LISTING,
        /** A directory, asked for without the slash at its end. */
        DIRECTORY,
        MISSING,
        FORBIDDEN
    }

    /**
     * An answer.
     *
     * @param kind what it is
     * @param file of a FILE
     * @param channel of a FILE that is not small
     * @param page of a LISTING
     */
    record Found(
            Kind kind,
            @Nullable FoundFile file,
            @Nullable FileChannel channel,
            @Nullable String page) {

        static Found nothing(Kind kind) {
            return new Found(kind, null, null, null);
        }
    }

    /**
     * Looks.
     *
     * @param relative made by {@link FilePaths}; empty or with a slash at its end for a directory
     * @param withSlash whether the URL ends in a slash
     * @param title of a listing
     */
    Found find(String relative, boolean withSlash, String title) throws IOException {
        try {
            Path path = root.resolve(relative);
            Path real = realPath(path);
            if (real == null) {
                return Found.nothing(Kind.MISSING);
            }
            BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                return withSlash ? directory(path, real, title) : Found.nothing(Kind.DIRECTORY);
            }
            if (withSlash) {
                return Found.nothing(Kind.MISSING);
            }
            return attributes.isRegularFile() ? open(path, real) : Found.nothing(Kind.FORBIDDEN);
        } catch (AccessDeniedException e) {
            return Found.nothing(Kind.FORBIDDEN);
        } catch (InvalidPathException e) {
            return Found.nothing(Kind.MISSING);
        }
    }

    /** The path without links; null if there is nothing, or nothing that may be served. */
    private @Nullable Path realPath(Path path) throws IOException {
        Path real;
        try {
            real = path.toRealPath();
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            return null; // Missing, a loop of links, a file where a directory should be: all the same to the client.
        }
        return switch (options.links()) {
            case ANYWHERE -> real;
            case INSIDE -> real.startsWith(root.toRealPath()) ? real : null;
            case NONE ->
                real.equals(root.toRealPath().resolve(root.relativize(path)).normalize()) ? real : null;
        };
    }

    private Found open(Path path, Path real) throws IOException {
        FoundFile.Opened opened = FoundFile.open(path, real, options.types());
        return new Found(Kind.FILE, opened.file(), opened.channel(), null);
    }

    private Found directory(Path path, Path real, String title) throws IOException {
        for (String name : options.indexNames()) {
            Path index = path.resolve(name);
            Path realIndex = realPath(index);
            if (realIndex != null && Files.isRegularFile(realIndex, LinkOption.NOFOLLOW_LINKS)) {
                return open(index, realIndex);
            }
        }
        if (!options.listing()) {
            return Found.nothing(Kind.FORBIDDEN);
        }
        return new Found(Kind.LISTING, null, null, DirectoryListing.page(real, title, options.types()));
    }
}
