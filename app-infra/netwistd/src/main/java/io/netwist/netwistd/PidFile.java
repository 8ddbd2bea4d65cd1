/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that tells the process id, locked for as long as the process lives.
 *
 * <p>The lock and not the number says whether the process lives: numbers are used again, after a reboot or in a container
 * always the same ones, and a lock ends with its process however that ended. Source: {@code
 * twisted.application.runner._pidfile}.
 */
final class PidFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Netwistd.class);

    private final Path path;
    private final FileChannel channel;

    private PidFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static PidFile take(Path path) {
        try {
            while (true) {
                PidFile taken = tryTake(path);
                if (taken != null) {
                    return taken;
                }
            }
        } catch (IOException e) {
            throw new StartException("--pidfile: " + Explanation.of(e), e);
        }
    }

    /** Null if the file was removed by its owner, who ended just then: what is locked then is not what others will see. */
    private static @Nullable PidFile tryTake(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Object identity = identity(path);
        String before = read(channel).lines().findFirst().orElse("");
        if (lock(channel) == null) {
            channel.close();
            throw new StartException(
                    "--pidfile: " + path + ": another process runs" + (before.isEmpty() ? "" : ", PID " + before));
        }
        if (identity == null || !identity.equals(identity(path))) {
            channel.close();
            return null;
        }
        if (!before.isEmpty()) {
            LOG.info("taking over {}, left behind by process {}", path, before);
        }
        channel.truncate(0);
        String content = ProcessHandle.current().pid() + "\n";
        channel.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII)), 0);
        return new PidFile(path, channel);
    }

    private static @Nullable Object identity(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(64);
        channel.read(buffer, 0);
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII).strip();
    }

    /** Removes the file; where that is no longer allowed it is emptied, which is as good. */
    @Override
    public void close() {
        try {
            channel.truncate(0);
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.debug("{} stays, empty", path, e);
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("{} cannot be closed", path, e);
        }
    }
}
