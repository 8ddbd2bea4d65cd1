/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.basic;

import io.netwist.protocols.framing.LengthPrefix;

/**
 * Receives and sends strings of at most 2,147,483,647 bytes after a length of four bytes.
 *
 * <p>Source: {@code twisted.protocols.basic.Int32StringReceiver}.
 */
public abstract non-sealed class Int32StringReceiver extends IntNStringReceiver {

    /** For subclasses. */
    protected Int32StringReceiver() {
        super(LengthPrefix.INT32);
    }
}
