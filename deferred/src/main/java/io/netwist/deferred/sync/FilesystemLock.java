/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.sync;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A symbolic link that one process has made and that names the process: the lock itself, without any waiting. Where
 * links cannot be made it is a file.
 */
final class FilesystemLock {
    private final Path path;
    private final String self = Long.toString(ProcessHandle.current().pid());
    private boolean locked;
    private boolean clean;

    FilesystemLock(Path path) {
        this.path = path;
    }

    boolean locked() {
        return locked;
    }

    boolean clean() {
        return clean;
    }

    /** Tries once. A lock whose process is gone is taken over, and was not clean. */
    boolean lock() throws IOException {
        boolean untouched = true;
        while (!create()) {
            String holder = holder(path);
            if (holder == null) {
                continue; // It was given up between the two calls.
            }
            if (isAlive(holder) || !steal(holder)) {
                return false;
            }
            untouched = false;
        }
        locked = true;
        clean = untouched;
        return true;
    }

    private boolean create() throws IOException {
        try {
            Files.createSymbolicLink(path, Path.of(self));
            return true;
        } catch (FileAlreadyExistsException held) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            return createFile(noLinks);
        }
    }

    private boolean createFile(Exception noLinks) throws IOException {
        // Written aside and linked into place, so that nobody ever reads a lock without its holder.
        Path aside = aside();
        try {
            Files.writeString(aside, self);
            Files.createLink(path, aside);
            return true;
        } catch (FileAlreadyExistsException held) {
            return false;
        } catch (IOException | UnsupportedOperationException also) {
            noLinks.addSuppressed(also);
            throw noLinks instanceof IOException io ? io : new IOException(noLinks);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private Path aside() {
        return path.resolveSibling(path.getFileName() + "." + UUID.randomUUID());
    }

    private static @Nullable String holder(Path lock) throws IOException {
        try {
            return Files.isSymbolicLink(lock)
                    ? Files.readSymbolicLink(lock).toString()
                    : Files.readString(lock).trim();
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    private static boolean isAlive(String holder) {
        try {
            Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(holder));
            return process.isPresent() && process.get().isAlive();
        } catch (NumberFormatException notOurs) {
            return true; // Whatever made it, it is not ours to remove.
        }
    }

    /** Moves a dead process's lock out of the way; puts it back if by then it was another's. */
    private boolean steal(String dead) throws IOException {
        Path aside = aside();
        try {
            Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException gone) {
            return true;
        }
        if (dead.equals(holder(aside))) {
            Files.delete(aside);
            return true;
        }
        Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
        return false;
    }

    void unlock() throws IOException {
        String holder = holder(path);
        if (!self.equals(holder)) {
            throw new IllegalStateException(path + " is not locked by this process, but by "
                    + (holder == null ? "nobody" : "process " + holder));
        }
        Files.delete(path);
        locked = false;
    }
}
