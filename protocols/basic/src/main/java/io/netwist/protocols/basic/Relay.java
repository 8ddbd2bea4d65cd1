/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.basic;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Drainable;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Transport;
import io.netwist.deferred.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Two protocols that pass on to each other what they receive.
 *
 * <p>Connect one, then the other. Until both are connected the first is paused; then each transport is the other's
 * producer, so the slower side slows the faster one. When one connection is lost the other is closed in order. Source:
 * {@code twisted.protocols.portforward.Proxy}.
 */
public final class Relay {

    private final Half near = new Half();
    private final Half far = new Half();

    /** Makes a pair. */
    public Relay() {
        near.peer = far;
        far.peer = near;
    }

    /**
     * One side.
     *
     * @return always the same; for one connection
     */
    public Protocol near() {
        return near;
    }

    /**
     * The other side.
     *
     * @return always the same; for one connection
     */
    public Protocol far() {
        return far;
    }

    /** Gives up: whichever side is connected is closed in order. */
    public void loseConnection() {
        near.end();
        far.end();
    }

    private final class Half extends BaseProtocol implements Drainable {
        /** Null when either side is over. */
        private @Nullable Half peer;

        /** Null before the connection. */
        private @Nullable Transport mine;

        private boolean given;

        @Override
        public void connectionMade() {
            mine = transport();
            Half other = peer;
            if (other == null) {
                transport().loseConnection();
            } else if (other.mine == null) {
                transport().pauseProducing();
            } else {
                given = true;
                other.given = true;
                other.mine.registerProducer(transport());
                transport().registerProducer(other.mine);
                other.mine.resumeProducing();
                // Whoever had this transport before may have paused it until we came.
                transport().resumeProducing();
            }
        }

        @Override
        public void dataReceived(ByteBuf data) {
            if (peer != null && peer.mine != null) {
                peer.mine.write(data.retain());
            }
        }

        @Override
        public void connectionLost(Failure reason) {
            Half other = peer;
            peer = null;
            if (other != null) {
                other.peer = null;
                other.end();
            }
        }

        @Override
        public void drain() {
            loseConnection();
        }

        void end() {
            if (mine != null) {
                if (given) {
                    // Otherwise the close would wait for a producer that will never end by itself.
                    mine.unregisterProducer();
                }
                mine.loseConnection();
            } else if (peer != null) {
                peer.peer = null;
                peer = null;
            }
        }
    }
}
