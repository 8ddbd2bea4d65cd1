/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.jelly;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes objects of the lists that begin with a certain tag. Source: {@code Unjellyable.unjellyFor}. */
@FunctionalInterface
public interface FormReader {
    /**
     * Makes an object. If what is in the form may refer to the object, it must be announced by {@link Unjellier#began}
     * before anything in the form is decoded.
     *
     * @param unjellier decodes what is in the form
     * @param form the tag and what follows it
     * @return the object
     */
    @Nullable
    Object unjellyFor(Unjellier unjellier, List<?> form);
}
