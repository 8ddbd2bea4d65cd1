/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.ConnectionFailedException;
import io.netwist.bridge.error.ConnectionRefusedException;
import io.netwist.bridge.error.HostNotFoundException;
import io.netwist.bridge.error.HostUnreachableException;
import io.netwist.bridge.error.TcpTimedOutException;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;

/** Our exceptions from what the JDK and Netty's native transports throw when connecting. */
final class ConnectFailures {

    private ConnectFailures() {}

    static ConnectionFailedException of(Address destination, Throwable cause) {
        if (cause instanceof ConnectionFailedException known) {
            return known;
        }
        String said = String.valueOf(cause.getMessage());
        String text = said.toLowerCase(Locale.ROOT);
        String start = "cannot connect to " + destination + ": ";
        if (cause instanceof FileNotFoundException) {
            // The native transports throw it without a message.
            return new ConnectionFailedException(start + "No such file or directory", cause);
        }
        if (cause instanceof UnknownHostException) {
            return new HostNotFoundException(start + "no such host", cause);
        }
        // Refused and timed out are both a ConnectException; only the text tells them apart, on every transport.
        if (text.contains("timed out")) {
            return new TcpTimedOutException(start + "the peer did not answer", cause);
        }
        if (text.contains("refused") || cause.getClass() == ConnectException.class) {
            return new ConnectionRefusedException(start + "connection refused", cause);
        }
        if (cause instanceof NoRouteToHostException || text.contains("unreachable")) {
            return new HostUnreachableException(start + "no route to the host", cause);
        }
        return new ConnectionFailedException(start + said, cause);
    }
}
