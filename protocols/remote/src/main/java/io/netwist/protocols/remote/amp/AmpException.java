/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** What can go wrong with AMP itself. */
public abstract sealed class AmpException extends RuntimeException
        permits BadLocalReturnException,
                BoxTooLongException,
                InvalidSignatureException,
                NoEmptyBoxesException,
                OnlyOneTlsException,
                ProtocolSwitchedException,
                RemoteAmpException,
                TooLongException,
                UnknownQuestionException {
    @Serial
    private static final long serialVersionUID = 1;

    AmpException(String message) {
        super(message);
    }

    AmpException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
