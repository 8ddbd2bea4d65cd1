/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.datagram;

import io.netwist.deferred.Deferred;
import org.jspecify.annotations.Nullable;

/** Groups of a UDP socket. Source: {@code twisted.internet.interfaces.IMulticastTransport}. */
public interface MulticastTransport {

    /**
     * Joins a group on the interface that the operating system chooses.
     *
     * @param group an address or a name
     * @return fired when joined, or failed with {@code MulticastJoinException}
     */
    default Deferred<@Nullable Void> joinGroup(String group) {
        return joinGroup(group, "");
    }

    /**
     * Joins a group.
     *
     * @param group an address or a name
     * @param networkInterface an address of the interface; empty leaves the choice to the operating system
     * @return fired when joined, or failed with {@code MulticastJoinException}
     */
    Deferred<@Nullable Void> joinGroup(String group, String networkInterface);

    /**
     * Leaves a group joined on the interface that the operating system chose.
     *
     * @param group an address or a name
     * @return fired when left, or failed with {@code MulticastJoinException}
     */
    default Deferred<@Nullable Void> leaveGroup(String group) {
        return leaveGroup(group, "");
    }

    /**
     * Leaves a group.
     *
     * @param group an address or a name
     * @param networkInterface as it was joined
     * @return fired when left, or failed with {@code MulticastJoinException}
     */
    Deferred<@Nullable Void> leaveGroup(String group, String networkInterface);

    /**
     * How many routers a datagram to a group may pass.
     *
     * @return 1 until set: this network only
     */
    int getTTL();

    /**
     * Sets how many routers a datagram to a group may pass.
     *
     * @param ttl 0 to 255
     */
    void setTTL(int ttl);

    /**
     * Whether datagrams to a group come back to members on this machine.
     *
     * @return true until set
     */
    boolean getLoopbackMode();

    /**
     * Sets whether datagrams to a group come back to members on this machine.
     *
     * @param loopback whether they do
     */
    void setLoopbackMode(boolean loopback);

    /**
     * The interface that datagrams to groups leave by.
     *
     * @return an address of it; {@code 0.0.0.0} until set: the operating system chooses
     */
    String getOutgoingInterface();

    /**
     * Sets the interface that datagrams to groups leave by.
     *
     * @param networkInterface an address of it, or a name of that address
     * @return fired when set, or failed with {@code MulticastJoinException}
     */
    Deferred<@Nullable Void> setOutgoingInterface(String networkInterface);
}
