/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import org.jspecify.annotations.Nullable;

/** The file of a bound UNIX socket, or an abstract name, which has none. */
final class UnixFile {

    /*
     * Netty's native transports unlink whatever is at the path before they bind, a living server's socket included, so the
     * look at the path is ours and comes first. Netty also deletes the path when the channel closes; what we delete then
     * is only a file that is still the very one we made.
     */

    private final String path;

    /** Identifies the file made; null without one. */
    private @Nullable Object made;

    UnixFile(String path) {
        this.path = path;
    }

    boolean isAbstract() {
        return path.startsWith("\0");
    }

    /** Before binding. */
    void mustNotExist() throws BindException {
        if (!isAbstract() && Files.exists(Path.of(path), LinkOption.NOFOLLOW_LINKS)) {
            throw new BindException("Address already in use: the path exists");
        }
    }

    /** After binding. */
    void bound(int mode) throws IOException {
        if (!isAbstract()) {
            Path place = Path.of(path);
            made = key(place);
            if (Files.getFileAttributeView(place, PosixFileAttributeView.class) != null) {
                Files.setAttribute(place, "unix:mode", mode);
            }
        }
    }

    private static @Nullable Object key(Path place) throws IOException {
        return Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /** After closing. */
    void delete() throws IOException {
        Object file = made;
        made = null;
        if (file != null) {
            Path place = Path.of(path);
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) && file.equals(key(place))) {
                Files.delete(place);
            }
        }
    }
}
