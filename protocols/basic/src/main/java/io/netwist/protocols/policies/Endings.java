/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.policies;

import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Factory;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.Address;
import io.netwist.deferred.Failure;

/** Has somebody told when the connection of a protocol that was just built is over. */
final class Endings {

    private Endings() {}

    /** Returns the protocol itself if it can tell, else a wrapper that can. */
    static Protocol tell(Protocol built, Address peer, Runnable told) throws Exception {
        if (built instanceof BaseProtocol base) {
            base.whenConnectionLost().onSuccess(reason -> told.run());
            return base;
        }
        Factory<Protocol> same = again -> built;
        return new WrappingFactory(same) {
            @Override
            protected ConnectionPolicy policyFor(Address address) {
                return new ConnectionPolicy() {
                    @Override
                    public void lost(Failure reason) {
                        told.run();
                    }
                };
            }
        }.wrap(built, peer);
    }
}
