/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.protocols.remote.jelly.Unjellier;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who receives what is being decoded.
 *
 * @param broker over which connection
 * @param perspective for whom what is sent to references in it is chosen; null for nobody
 */
record Receiving(Broker broker, @Nullable Object perspective) {
    static Receiving of(Unjellier unjellier) {
        return (Receiving) Objects.requireNonNull(unjellier.invoker());
    }
}
