/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

/**
 * A factory that stands before another one.
 *
 * <p>Ports and connectors count their uses for the factory at the bottom and call that one's {@code startFactory} and {@code
 * stopFactory}, so that any number of wrappers made for one factory start it once. Source: {@code doStart} of {@code
 * twisted.internet.endpoints._WrappingFactory}.
 */
public interface FactoryWrapper {

    /**
     * The factory that this one stands before.
     *
     * @return always the same
     */
    Factory<?> wrapped();

    /**
     * Looks through all wrappers.
     *
     * @param factory any factory
     * @return the one at the bottom; the same if it is no wrapper
     */
    static Factory<?> bottomOf(Factory<?> factory) {
        Factory<?> bottom = factory;
        while (bottom instanceof FactoryWrapper wrapper) {
            bottom = wrapper.wrapped();
        }
        return bottom;
    }
}
