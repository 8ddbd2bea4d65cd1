/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.posix;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether this package can be used here. This class alone can be touched without JNA. */
public final class PosixSupport {

    /** Null if all is well. */
    private static final @Nullable String MISSING = findOut();

    private PosixSupport() {}

    private static @Nullable String findOut() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (!system.equals("linux")) {
            return "os.name: " + system + " (expected: linux)";
        }
        try {
            Class.forName("com.sun.jna.Native");
            Libc.geteuid();
            return null;
        } catch (ClassNotFoundException e) {
            return "net.java.dev.jna:jna is not on the class path (expected: version 5 or later)";
        } catch (LinkageError e) {
            return "the C library cannot be called: " + e;
        }
    }

    /**
     * Whether anything else here can be called.
     *
     * @return true on Linux with JNA
     */
    public static boolean isAvailable() {
        return MISSING == null;
    }

    /**
     * Why nothing here can be called.
     *
     * @return what is missing, or null if nothing is
     */
    public static @Nullable String missing() {
        return MISSING;
    }
}
