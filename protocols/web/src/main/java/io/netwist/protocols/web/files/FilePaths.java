/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.files;

import java.io.File;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From the segments of a URL to a path below a directory, on any operating system. */
final class FilePaths {

    private FilePaths() {}

    /**
     * Joins decoded segments. Null if one could mean anything but a name in its directory: empty before the last, dots, a
     * separator of any system, a drive or a stream of Windows, a control byte.
     *
     * @param segments a last one that is empty stands for a trailing slash
     */
    static @Nullable String relative(List<String> segments) {
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            boolean trailingSlash = segment.isEmpty() && i == segments.size() - 1;
            if (!trailingSlash && !isName(segment)) {
                return null;
            }
            if (i > 0) {
                joined.append('/');
            }
            joined.append(segment);
        }
        return joined.toString();
    }

    private static boolean isName(String segment) {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            return false;
        }
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c < ' ' || c == 0x7f || c == '/' || c == '\\' || (c == ':' && isWindows())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWindows() {
        return File.separatorChar == '\\';
    }
}
