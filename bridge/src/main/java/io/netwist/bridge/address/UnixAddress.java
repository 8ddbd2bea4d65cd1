/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.address;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file of a UNIX-domain socket. Source: {@code twisted.internet.address.UNIXAddress}.
 *
 * <p>Equal addresses have equal paths. Twisted's are also equal when their files are, which makes a comparison look at the
 * disk and may change from one to the next; {@link #isSameFile} asks for that.
 *
 * @param path the file's path; empty for a peer that has no name; one that begins with NUL is in Linux's abstract namespace
 */
public record UnixAddress(String path) implements Address {

    /**
     * Whether both are the same socket: the same path, or paths to the same file by a link. Looks at the disk.
     *
     * @param other any
     * @return false also when either file is not there, and the paths differ
     */
    public boolean isSameFile(UnixAddress other) {
        if (path.equals(other.path)) {
            return true;
        }
        if (isNoFile() || other.isNoFile()) {
            return false;
        }
        try {
            return Files.isSameFile(Path.of(path), Path.of(other.path));
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isNoFile() {
        return path.isEmpty() || path.charAt(0) == 0;
    }

    @Override
    public String toString() {
        return "unix:" + Hosts.escape(path);
    }
}
