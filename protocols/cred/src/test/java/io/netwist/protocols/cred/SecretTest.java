/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Passwords that nobody sees. */
class SecretTest {

    @Test
    @Spec({"CRD-08", "OPS-37"})
    void comparesWhatItNeverShows() {
        Secret secret = Secret.of("grün");
        assertThat(secret.matches(Secret.of("grün".getBytes(StandardCharsets.UTF_8))))
                .isTrue();
        assertThat(secret.matches(Secret.of("grun"))).isFalse();
        assertThat(secret.matches(Secret.of(""))).isFalse();
        assertThat(secret).hasToString("(secret)");
        assertThat(Credentials.usernamePassword("joe", "grün").toString())
                .contains("joe")
                .doesNotContain("grün");
    }

    @Test
    void isWipedForGood() {
        byte[] own = {1, 2, 3};
        Secret secret = Secret.of(own);
        byte[][] seen = new byte[1][];
        secret.read(bytes -> seen[0] = bytes);
        secret.wipe();
        assertThat(seen[0]).containsOnly(0);
        assertThat(own).containsExactly(1, 2, 3);
        assertThat(secret.matches(Secret.of(new byte[3]))).isFalse();
        assertThat(secret.matches(secret)).isFalse();
    }
}
