/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.classic;

import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Transport;

/** Sends one answer to whoever connects, and closes. */
abstract class OneAnswer extends BaseProtocol {

    @Override
    public final void connectionMade() throws Exception {
        answer(transport());
        transport().loseConnection();
    }

    abstract void answer(Transport transport) throws Exception;
}
