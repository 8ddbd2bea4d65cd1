/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

/** What a TCP connection can do beyond {@link Transport}. Source: {@code ITCPTransport}. */
public interface TcpTransport {

    /** Sends what was written, then our end of stream, and goes on receiving. Later writes are dropped. */
    void loseWriteConnection();

    /**
     * Whether small writes are sent without waiting for the peer (TCP_NODELAY).
     *
     * @return false until set
     */
    boolean getTcpNoDelay();

    /**
     * Sets TCP_NODELAY.
     *
     * @param enabled true to send small writes without waiting
     */
    void setTcpNoDelay(boolean enabled);

    /**
     * Whether an idle connection is probed (SO_KEEPALIVE).
     *
     * @return false until set
     */
    boolean getTcpKeepAlive();

    /**
     * Sets SO_KEEPALIVE.
     *
     * @param enabled true to probe
     */
    void setTcpKeepAlive(boolean enabled);
}
