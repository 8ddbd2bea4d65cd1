/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.protocols.remote.jelly.JellyException;
import java.io.Serial;

/** What has come names a cache that there is not. Python's {@code KeyError}. */
final class UnknownCacheException extends JellyException {
    @Serial
    private static final long serialVersionUID = 1;

    UnknownCacheException(Object number) {
        super("no cache has the number " + number);
    }
}
