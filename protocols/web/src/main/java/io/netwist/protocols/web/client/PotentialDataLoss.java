/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netwist.bridge.error.ConnectionDone;

/**
 * The body of a response ended with its connection, and nothing had said how long it would be: whether this is all of it
 * cannot be told.
 */
public final class PotentialDataLoss extends ConnectionDone {

    private static final long serialVersionUID = 1;

    PotentialDataLoss() {
        super("The response ended with its connection, and had no length.", null);
    }
}
