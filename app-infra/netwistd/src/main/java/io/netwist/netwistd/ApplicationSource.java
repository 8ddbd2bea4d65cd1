/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import io.netwist.application.Application;
import java.util.Optional;

/** Where the application comes from: a command, a source file, a configuration file. */
interface ApplicationSource {

    /** Makes the application. Opens nothing yet. */
    Application load() throws Exception;

    /**
     * Makes it anew because the operator says that something has changed. Called on a worker thread.
     *
     * @return empty if it would be the same
     */
    Optional<Application> reload() throws Exception;
}
