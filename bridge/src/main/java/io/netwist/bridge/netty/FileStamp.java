/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * By what one sees that a file has changed. With the real path, so that a link that points elsewhere counts: this is how
 * Kubernetes changes files.
 */
record FileStamp(
        Path file,
        @Nullable FileTime changed,
        long size,
        @Nullable Object key) {

    /** Of files as they are now, a directory with all that is in it. */
    static List<FileStamp> of(List<Path> files) {
        List<FileStamp> stamps = new ArrayList<>(files.size());
        for (Path file : files) {
            stamps.add(of(file));
            if (Files.isDirectory(file)) {
                try (Stream<Path> inside = Files.list(file)) {
                    inside.sorted().forEach(each -> stamps.add(of(each)));
                } catch (IOException e) {
                    stamps.add(new FileStamp(file, null, -1, null)); // Reading it will say why.
                }
            }
        }
        return stamps;
    }

    private static FileStamp of(Path file) {
        try {
            Path real = file.toRealPath();
            BasicFileAttributes seen = Files.readAttributes(real, BasicFileAttributes.class);
            return new FileStamp(real, seen.lastModifiedTime(), seen.size(), seen.fileKey());
        } catch (IOException e) {
            return new FileStamp(file, null, -1, null);
        }
    }
}
