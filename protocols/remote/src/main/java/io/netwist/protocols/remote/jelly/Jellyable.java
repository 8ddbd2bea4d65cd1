/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.jelly;

/** An object that says itself how it is sent. Source: {@code twisted.spread.interfaces.IJellyable}. */
public interface Jellyable {
    /**
     * Makes the form in which this is sent. Called the first time that a {@link Jellier} meets this; if this has called
     * {@link Jellier#form}, later meetings refer to that form.
     *
     * @param jellier converts what is in this
     * @return a list whose first element is a tag
     */
    Object jellyFor(Jellier jellier);
}
