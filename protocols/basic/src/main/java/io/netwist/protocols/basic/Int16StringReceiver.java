/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.basic;

import io.netwist.protocols.framing.LengthPrefix;

/**
 * Receives and sends strings of at most 65,535 bytes after a length of two bytes.
 *
 * <p>Source: {@code twisted.protocols.basic.Int16StringReceiver}.
 */
public abstract non-sealed class Int16StringReceiver extends IntNStringReceiver {

    /** For subclasses. */
    protected Int16StringReceiver() {
        super(LengthPrefix.INT16);
    }
}
