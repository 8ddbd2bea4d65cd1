/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.policies;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netwist.bridge.Factory;
import io.netwist.bridge.address.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs every piece in both directions, at INFO. Source: {@code twisted.protocols.policies.SpewingFactory}. */
public final class SpewingFactory extends WrappingFactory {

    private static final Logger LOG = LoggerFactory.getLogger(SpewingFactory.class);

    /**
     * Makes one.
     *
     * @param wrapped makes the protocols inside
     */
    public SpewingFactory(Factory<?> wrapped) {
        super(wrapped);
    }

    @Override
    protected ConnectionPolicy policyFor(Address peer) {
        return new ConnectionPolicy() {
            @Override
            public void received(ByteBuf data) {
                LOG.info("{} sent {} bytes:\n{}", peer, data.readableBytes(), ByteBufUtil.prettyHexDump(data));
            }

            @Override
            public void writing(ByteBuf data) {
                LOG.info("to {} go {} bytes:\n{}", peer, data.readableBytes(), ByteBufUtil.prettyHexDump(data));
            }
        };
    }
}
