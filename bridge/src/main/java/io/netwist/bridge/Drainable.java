/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

/**
 * A protocol that can finish what it is doing when its server is about to stop.
 *
 * <p>A service that stops closes its port, asks each connection to finish, waits for them until a deadline, and aborts
 * what is left. A protocol without this is closed at once by {@code loseConnection}: what it has written is still sent. An
 * HTTP connection, for example, answers the requests that it has begun with {@code Connection: close}, and closes when it
 * has none.
 */
public interface Drainable {

    /**
     * Finish what was begun, begin nothing new, and then close the connection. Called once, by whoever serves the
     * connection.
     *
     * @throws Exception is logged, and ends the connection
     */
    void drain() throws Exception;
}
