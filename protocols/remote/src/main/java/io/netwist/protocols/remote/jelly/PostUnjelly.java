/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.jelly;

/** An object that wants to know when all that came with it is there. */
@FunctionalInterface
public interface PostUnjelly {
    /** Everything has been decoded. Called in the order in which the objects were. */
    void postUnjelly();
}
