/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.files;

import java.util.Iterator;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** The files served last, within a limit of memory. */
final class FileCache {

    private final int limit;
    private int used;

    /** In the order of their last use. */
    private final LinkedHashMap<String, FoundFile> files = new LinkedHashMap<>(16, 0.75f, true);

    FileCache(int limit) {
        this.limit = limit;
    }

    /** A file that is unchanged since it was put here. */
    @Nullable
    FoundFile get(String path) {
        FoundFile file = files.get(path);
        if (file != null && !file.isCurrent()) {
            remove(path);
            return null;
        }
        return file;
    }

    void put(String path, FoundFile file) {
        remove(path);
        if (file.memory() > limit) {
            return;
        }
        files.put(path, file);
        used += file.memory();
        Iterator<FoundFile> eldest = files.values().iterator();
        while (used > limit && eldest.hasNext()) {
            used -= eldest.next().memory();
            eldest.remove();
        }
    }

    private void remove(String path) {
        FoundFile old = files.remove(path);
        if (old != null) {
            used -= old.memory();
        }
    }
}
