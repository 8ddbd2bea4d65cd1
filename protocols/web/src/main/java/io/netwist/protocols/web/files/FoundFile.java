/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.files;

import io.netwist.protocols.web.Rendering;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A regular file as it was when it was opened, and its bytes if they are few. */
final class FoundFile {

    /** Up to this a file is sent from memory. */
    static final int SMALL = 64 * 1024;

    /** As asked for, links not resolved: a link that now leads elsewhere is noticed. */
    private final Path path;

    private final FileTime time;
    private final @Nullable Object key;
    final long size;
    final MimeTypes.Type type;

    /** In seconds. */
    final long modified;

    final String etag;

    /** The whole content, if small. */
    final byte @Nullable [] bytes;

    /** The answer to a plain GET, if small. */
    final @Nullable Rendering whole;

    private FoundFile(
            Path path, BasicFileAttributes attributes, long size, MimeTypes.Type type, byte @Nullable [] bytes) {
        this.path = path;
        this.time = attributes.lastModifiedTime();
        this.key = attributes.fileKey();
        this.size = size;
        this.type = type;
        this.modified = time.to(TimeUnit.SECONDS);
        this.etag = '"' + Long.toHexString(time.to(TimeUnit.MICROSECONDS)) + '-' + Long.toHexString(size) + '"';
        this.bytes = bytes;
        this.whole = bytes == null ? null : Rendering.bytes(bytes, type.contentType());
    }

    /** A file and, when it is not small, the channel it was opened by. */
    record Opened(FoundFile file, @Nullable FileChannel channel) {}

    /** Blocks. The file must be a regular one, since opening others may never end. */
    static Opened open(Path path, Path real, MimeTypes types) throws IOException {
        FileChannel channel = FileChannel.open(real, StandardOpenOption.READ);
        boolean keep = false;
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            long size = channel.size();
            byte[] bytes = size <= SMALL ? read(channel, (int) size) : null;
            MimeTypes.Type type = types.of(String.valueOf(path.getFileName()));
            keep = bytes == null;
            return new Opened(new FoundFile(path, attributes, size, type, bytes), keep ? channel : null);
        } finally {
            if (!keep) {
                channel.close();
            }
        }
    }

    private static byte[] read(FileChannel channel, int size) throws IOException {
        byte[] bytes = new byte[size];
        ByteBuffer into = ByteBuffer.wrap(bytes);
        while (into.hasRemaining()) {
            if (channel.read(into) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        return bytes;
    }

    /** Whether the path still leads to the same file, unchanged. One system call. */
    boolean isCurrent() {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return now.size() == size
                    && now.lastModifiedTime().equals(time)
                    && now.isRegularFile()
                    && (key == null || key.equals(now.fileKey()));
        } catch (IOException e) {
            return false;
        }
    }

    /** Opens it once more. */
    FileChannel reopen() throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ);
    }

    int memory() {
        return 512 + (bytes == null ? 0 : bytes.length);
    }
}
