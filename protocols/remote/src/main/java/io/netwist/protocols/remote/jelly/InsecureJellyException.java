/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.jelly;

import java.io.Serial;

/** Something has come that the {@link SecurityOptions} do not allow. Names it. Source: {@code InsecureJelly}. */
public final class InsecureJellyException extends JellyException {
    @Serial
    private static final long serialVersionUID = 1;

    InsecureJellyException(String message) {
        super(message);
    }
}
