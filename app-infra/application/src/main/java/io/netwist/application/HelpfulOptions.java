/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import java.util.Optional;

/**
 * Options of a service that may ask for a text in place of the service: {@code --help-auth}. Options mixed into others may
 * implement this too.
 */
public interface HelpfulOptions {

    /**
     * The text that was asked for. Called when the options have been filled in.
     *
     * @return what the launcher prints before it ends with status 0; empty to go on and make the service
     * @throws UsageException if what was asked for does not exist
     */
    Optional<String> help();
}
