/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import java.io.Serial;

/** The peer answered a question that was not asked. */
public final class UnknownQuestionException extends AmpException {
    @Serial
    private static final long serialVersionUID = 1;

    UnknownQuestionException(String tag) {
        super("the peer answered a question that was not asked: " + tag);
    }
}
