/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.error.ConnectionFailedException;
import io.netwist.bridge.error.ConnectionRefusedException;
import io.netwist.bridge.error.HostNotFoundException;
import io.netwist.bridge.error.HostUnreachableException;
import io.netwist.bridge.error.TcpTimedOutException;
import io.netwist.deferred.testing.Spec;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectFailuresTest {

    private static final TcpAddress THERE = new TcpAddress("192.0.2.1", 80);

    static Stream<Arguments> platformExceptions() {
        return Stream.of(
                Arguments.of(new ConnectException("Connection refused"), ConnectionRefusedException.class),
                Arguments.of(new ConnectException(), ConnectionRefusedException.class),
                Arguments.of(new ConnectException("Connection timed out"), TcpTimedOutException.class),
                Arguments.of(new NoRouteToHostException("No route to host"), HostUnreachableException.class),
                Arguments.of(new SocketException("Network is unreachable"), HostUnreachableException.class),
                Arguments.of(new UnknownHostException("nowhere"), HostNotFoundException.class),
                Arguments.of(new FileNotFoundException(), ConnectionFailedException.class),
                Arguments.of(new IOException("Something else"), ConnectionFailedException.class),
                Arguments.of(new IllegalStateException(), ConnectionFailedException.class));
    }

    @ParameterizedTest
    @MethodSource("platformExceptions")
    @Spec({"ERR-005", "ERR-006", "ERR-011", "ERR-012"})
    void namesWhatThePlatformMeans(Exception cause, Class<?> expected) {
        ConnectionFailedException failure = ConnectFailures.of(THERE, cause);
        assertThat(failure.getClass()).isEqualTo(expected);
        assertThat(failure).hasCause(cause).hasMessageStartingWith("cannot connect to tcp:192.0.2.1:80: ");
    }

    @Test
    @Spec({"ERR-011", "ERR-012"})
    void keepsTheTextOfAnyOtherErrorAndWhatIsKnownAlready() {
        IOException unusual = new IOException("connect(..) failed with error(-105): No buffer space available");
        assertThat(ConnectFailures.of(THERE, unusual))
                .isExactlyInstanceOf(ConnectionFailedException.class)
                .hasMessageEndingWith("-105): No buffer space available")
                .hasCause(unusual);
        HostNotFoundException known = new HostNotFoundException("known", null);
        assertThat(ConnectFailures.of(THERE, known)).isSameAs(known);
    }
}
