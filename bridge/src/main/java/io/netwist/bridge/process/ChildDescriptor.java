/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.process;

/**
 * What a descriptor of a child process is: for {@link ProcessOptions#withDescriptors}.
 *
 * <p>Source: the values {@code "w"}, {@code "r"} and numbers of {@code childFDs} in Twisted.
 */
public sealed interface ChildDescriptor {

    /** A pipe that we write and the child reads: Twisted's {@code "w"}. */
    ChildDescriptor WE_WRITE = new Piped(true);

    /** A pipe that the child writes and we read: Twisted's {@code "r"}. */
    ChildDescriptor WE_READ = new Piped(false);

    /**
     * A descriptor of this process, which the child has as well.
     *
     * @param descriptor its number here
     * @return for {@link ProcessOptions#withDescriptors}
     */
    static ChildDescriptor inherit(int descriptor) {
        return new Inherited(descriptor);
    }

    /**
     * A pipe between us and the child.
     *
     * @param written whether we write it; otherwise we read it
     */
    record Piped(boolean written) implements ChildDescriptor {}

    /**
     * A descriptor that both have.
     *
     * @param descriptor its number here
     */
    record Inherited(int descriptor) implements ChildDescriptor {
        /**
         * Checks the number.
         *
         * @param descriptor its number here
         * @throws IllegalArgumentException if it is negative
         */
        public Inherited {
            if (descriptor < 0) {
                throw new IllegalArgumentException("descriptor: " + descriptor + " (expected: 0 or more)");
            }
        }
    }
}
