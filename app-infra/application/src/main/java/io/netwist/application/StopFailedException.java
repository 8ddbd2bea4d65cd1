/* SPDX-License-Identifier: MIT */
package io.netwist.application;

/** A service could not be stopped in good order. It has been logged; siblings that failed too are suppressed in it. */
public final class StopFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String path;

    StopFailedException(String path, Throwable cause) {
        super(path + " failed to stop: " + cause, cause);
        this.path = path;
    }

    /**
     * Which service it was.
     *
     * @return its path in the tree
     */
    public String path() {
        return path;
    }
}
