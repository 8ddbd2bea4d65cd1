/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.deferred.Failure;
import java.io.Serial;

/** The connection ended before the answer came; the cause says how. Source: {@code twisted.spread.pb.PBConnectionLost}. */
public final class PBConnectionLost extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    PBConnectionLost(Failure reason) {
        super(reason.getErrorMessage(), reason.value(), true, false);
    }
}
