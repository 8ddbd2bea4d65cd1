/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.basic;

import io.netwist.protocols.framing.LengthPrefix;

/**
 * Receives and sends strings of at most 255 bytes after a length of one byte.
 *
 * <p>Source: {@code twisted.protocols.basic.Int8StringReceiver}.
 */
public abstract non-sealed class Int8StringReceiver extends IntNStringReceiver {

    /** For subclasses. */
    protected Int8StringReceiver() {
        super(LengthPrefix.INT8);
    }
}
