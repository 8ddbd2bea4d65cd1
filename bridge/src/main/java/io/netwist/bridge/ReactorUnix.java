/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

/**
 * UNIX-domain stream sockets, on every transport.
 *
 * <p>On NIO and io_uring the peer's end of stream is the end of the connection, also for a {@link HalfCloseable} protocol:
 * Netty knows half-close of these sockets on epoll and kqueue only.
 *
 * <p>A path that begins with NUL is a name in Linux's abstract namespace, which NIO does not know: no file, so neither mode
 * nor lock. Source: {@code twisted.internet.interfaces.IReactorUNIX}.
 */
public interface ReactorUnix {

    /**
     * Accepts connections at a path.
     *
     * @param path must not exist yet; its file goes when the port stops
     * @param factory makes the protocol of each connection
     * @return the port, listening already
     * @throws io.netwist.bridge.error.CannotListenException if the path cannot be had
     */
    default ListeningPort listenUNIX(String path, Factory<?> factory) {
        return listenUNIX(path, factory, UnixListenOptions.defaults());
    }

    /**
     * Accepts connections at a path.
     *
     * @param path must not exist yet, unless a dead holder of its lock has left it; its file goes when the port stops
     * @param factory makes the protocol of each connection
     * @param options how
     * @return the port, listening already
     * @throws io.netwist.bridge.error.CannotListenException if the path, or the lock, cannot be had
     */
    ListeningPort listenUNIX(String path, Factory<?> factory, UnixListenOptions options);

    /**
     * Connects to a path, within 30 seconds.
     *
     * @param path where a server listens
     * @param factory makes the protocol, and hears of failure
     * @return the connector, connecting already
     */
    default Connector connectUNIX(String path, ClientFactory<?> factory) {
        return connectUNIX(path, factory, UnixConnectOptions.defaults());
    }

    /**
     * Connects to a path.
     *
     * @param path where a server listens
     * @param factory makes the protocol, and hears of failure: {@code BadFileException} if the lock was to be looked at and
     *     no living process holds it
     * @param options for how long, and whether to look at the lock
     * @return the connector, connecting already; nothing but {@code startedConnecting} is called before this returns
     */
    Connector connectUNIX(String path, ClientFactory<?> factory, UnixConnectOptions options);
}
