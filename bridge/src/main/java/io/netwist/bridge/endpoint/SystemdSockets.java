/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that systemd has opened for this process. Source: {@code twisted.python.systemd.ListenFDs}, {@code
 * sd_listen_fds(3)}.
 */
final class SystemdSockets {

    private static final int FIRST = 3;

    /** What has been handed out, for the whole process, as the descriptors are: the environment cannot be cleared. */
    private static final SystemdSockets OF_THIS_PROCESS =
            new SystemdSockets(System.getenv(), ProcessHandle.current().pid());

    private final int count;
    private final List<String> names;

    /** Guarded by this object. */
    private final BitSet taken = new BitSet();

    SystemdSockets(Map<String, String> environment, long pid) {
        String names = environment.get("LISTEN_FDNAMES");
        int count = Long.toString(pid).equals(environment.get("LISTEN_PID")) ? count(environment.get("LISTEN_FDS")) : 0;
        List<String> split = names == null || names.isEmpty() ? List.of() : Arrays.asList(names.split(":", -1));
        // Names that do not match the descriptors mean that nothing of this is meant for us.
        boolean matches = names == null || split.size() == count;
        this.count = matches ? count : 0;
        this.names = matches ? split : List.of();
    }

    private static int count(@Nullable String text) {
        try {
            return text == null ? 0 : Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    static SystemdSockets ofThisProcess() {
        return OF_THIS_PROCESS;
    }

    /** Takes the descriptor at a place, once. */
    int take(int index) {
        if (index >= count) {
            throw new IllegalStateException("index: " + index + " (expected: less than the " + count
                    + " sockets that systemd has passed to this process)");
        }
        return hand(index);
    }

    /** Takes the descriptor of a name, once. */
    int take(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalStateException(
                    "name: " + name + " (expected: one of " + names + ", which systemd has passed to this process)");
        }
        return hand(index);
    }

    private synchronized int hand(int index) {
        if (taken.get(index)) {
            throw new IllegalStateException("systemd's socket " + index + " is in use by this process already");
        }
        taken.set(index);
        return FIRST + index;
    }
}
