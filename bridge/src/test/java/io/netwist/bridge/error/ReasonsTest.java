/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.address.TcpAddress;
import io.netwist.deferred.testing.Spec;
import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReasonsTest {

    @Test
    @Spec("ERR-001")
    void endingsAreCleanOrNot() {
        assertThat(new ConnectionDone()).isInstanceOf(ConnectionClosed.class).isNotInstanceOf(ConnectionLost.class);
        assertThat(new ConnectionLost()).isInstanceOf(ConnectionClosed.class).isNotInstanceOf(ConnectionDone.class);
        assertThat(new ConnectionAborted()).isInstanceOf(ConnectionLost.class);
        assertThat(new WriteBufferOverflow("full")).isInstanceOf(ConnectionLost.class);
    }

    static Stream<ConnectionFailedException> failures() {
        IOException cause = new IOException("cause");
        return Stream.of(
                new LocalBindException("what", cause),
                new HostNotFoundException("what", cause),
                new HostUnreachableException("what", cause),
                new ConnectionRefusedException("what", cause),
                new TcpTimedOutException("what", cause),
                new ConnectionTimedOutException("what", cause),
                new BadFileException("what", cause),
                new TlsFailedException("what", cause),
                new ConnectingStoppedException("what", cause));
    }

    @ParameterizedTest
    @MethodSource("failures")
    @Spec("ERR-002")
    void whatPreventsAConnectionIsOneFamily(ConnectionFailedException failure) {
        assertThat(failure).hasMessage("what").hasRootCauseMessage("cause");
        assertThat(failure.getStackTrace()).isEmpty();
    }

    /** Every expected ending says what it is in a sentence, and costs no stack trace. */
    @Test
    @Spec("ERR-003")
    void endingsSayWhatHappened() {
        assertThat(new ConnectionDone()).hasMessage("Connection was closed cleanly.");
        assertThat(new ConnectionLost()).hasMessage("Connection to the other side was lost in a non-clean fashion.");
        assertThat(new ConnectionAborted()).hasMessage("Connection was aborted locally.");
        assertThat(new ConnectionLost("what", new IOException("why")))
                .hasMessage("what")
                .hasRootCauseMessage("why");
        assertThat(new ConnectionDone().getStackTrace()).isEmpty();
        assertThat(new ConnectionLost().getStackTrace()).isEmpty();
        assertThat(new ConnectionAborted().getStackTrace()).isEmpty();
    }

    @Test
    @Spec({"ERR-013", "ERR-014"})
    void mistakesNameTheValueAndWhatWasExpected() {
        assertThat(new CannotListenException("tcp:127.0.0.1:80", new BindException("Address already in use")))
                .hasMessage("cannot listen on tcp:127.0.0.1:80: Address already in use");
        assertThat(new InvalidAddressException("x", "an IPv4 address"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("address: x (expected: an IPv4 address)");
        assertThat(new MessageLengthException(70_000, 65_507))
                .hasMessageContaining("70000")
                .hasMessageContaining("65507");
        ConnectingCancelledException cancelled = new ConnectingCancelledException(new TcpAddress("127.0.0.1", 80));
        assertThat(cancelled)
                .isInstanceOf(CancellationException.class)
                .hasMessage("connecting to tcp:127.0.0.1:80 was cancelled");
        assertThat(cancelled.address()).isEqualTo(new TcpAddress("127.0.0.1", 80));
        assertThat(new NoProtocol("none")).hasMessage("none");
        assertThat(new AlreadyListened("twice")).hasMessage("twice");
        assertThat(new NotConnectingException("no")).hasMessage("no");
        assertThat(new MulticastJoinException("no group", null)).hasMessage("no group");
    }
}
