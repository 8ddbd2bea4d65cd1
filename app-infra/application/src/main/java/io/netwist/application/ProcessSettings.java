/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import java.util.Optional;

/**
 * What the process of an application should be like. Immutable; each {@code with} method returns a changed copy.
 *
 * <p>Source: {@code twisted.application.service.Process}.
 *
 * @param uid the user to become once the ports are bound: a name or a number; empty to stay
 * @param gid the group to become: a name or a number; empty for the primary group of the user
 * @param processName how the process is called in its log; empty for the name of the application
 */
public record ProcessSettings(Optional<String> uid, Optional<String> gid, Optional<String> processName) {

    private static final ProcessSettings UNCHANGED =
            new ProcessSettings(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * The process as it is.
     *
     * @return nothing set
     */
    public static ProcessSettings unchanged() {
        return UNCHANGED;
    }

    /**
     * The same with a user.
     *
     * @param user a name or a number
     * @return the changed copy
     */
    public ProcessSettings withUid(String user) {
        return new ProcessSettings(Optional.of(user), gid, processName);
    }

    /**
     * The same with a group.
     *
     * @param group a name or a number
     * @return the changed copy
     */
    public ProcessSettings withGid(String group) {
        return new ProcessSettings(uid, Optional.of(group), processName);
    }

    /**
     * The same with a name.
     *
     * @param name for the log
     * @return the changed copy
     */
    public ProcessSettings withProcessName(String name) {
        return new ProcessSettings(uid, gid, Optional.of(name));
    }
}
