/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.netwist.deferred.testing.Spec;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which descriptors the environment names. */
@Spec("END-030")
class SystemdSocketsTest {

    private static SystemdSockets sockets(String pid, String count, String names) {
        return new SystemdSockets(Map.of("LISTEN_PID", pid, "LISTEN_FDS", count, "LISTEN_FDNAMES", names), 42);
    }

    @Test
    void countsFromThree() {
        SystemdSockets sockets = new SystemdSockets(Map.of("LISTEN_PID", "42", "LISTEN_FDS", "2"), 42);

        assertThat(sockets.take(0)).isEqualTo(3);
        assertThat(sockets.take(1)).isEqualTo(4);
        assertThatIllegalStateException()
                .isThrownBy(() -> sockets.take(2))
                .withMessage("index: 2 (expected: less than the 2 sockets that systemd has passed to this process)");
    }

    @Test
    void findsByName() {
        SystemdSockets sockets = sockets("42", "2", "web:admin");

        assertThat(sockets.take("admin")).isEqualTo(4);
        assertThatIllegalStateException().isThrownBy(() -> sockets.take("mail")).withMessageContaining("[web, admin]");
    }

    @Test
    void handsOutEachOnce() {
        SystemdSockets sockets = sockets("42", "1", "web");
        sockets.take("web");

        assertThatIllegalStateException().isThrownBy(() -> sockets.take(0)).withMessageContaining("in use");
    }

    @Test
    void whatIsMeantForAnotherProcessOrMakesNoSenseIsNotOurs() {
        assertThatIllegalStateException()
                .isThrownBy(() -> sockets("41", "1", "web").take(0));
        assertThatIllegalStateException()
                .isThrownBy(() -> sockets("42", "2", "web").take(0));
        assertThatIllegalStateException()
                .isThrownBy(() -> sockets("42", "many", "web").take(0));
        assertThatIllegalStateException().isThrownBy(() -> new SystemdSockets(Map.of(), 42).take(0));
    }
}
