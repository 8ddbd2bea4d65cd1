/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netwist.deferred.sync.DeferredFilesystemLock;
import io.netwist.deferred.time.ReactorTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The lock beside a UNIX socket, as Twisted makes it: {@code path.lock}, naming the process that listens. */
final class UnixLocks {

    private UnixLocks() {}

    static Path of(String path) {
        return Path.of(path + ".lock");
    }

    /** Whether a living process holds the lock. */
    static boolean isHeld(String path, ReactorTime time) throws IOException {
        DeferredFilesystemLock probe = new DeferredFilesystemLock(of(path), time);
        if (!probe.lock()) {
            return true;
        }
        probe.unlock();
        return false;
    }

    static boolean isSocket(Path path) throws IOException {
        // The JDK calls whatever is no file, directory or link "other".
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && Boolean.TRUE.equals(Files.getAttribute(path, "isOther", LinkOption.NOFOLLOW_LINKS));
    }
}
