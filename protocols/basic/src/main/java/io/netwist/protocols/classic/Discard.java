/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.classic;

import io.netwist.bridge.BaseProtocol;

/** Throws away what it receives. Source: {@code twisted.protocols.wire.Discard}, RFC 863. */
public final class Discard extends BaseProtocol {

    /** Makes one, for one connection. */
    public Discard() {}
}
