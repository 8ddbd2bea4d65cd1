/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred;

import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Challenges, and answers to them. */
class CramMD5CredentialsTest {

    private static String answer(String challenge, String password) throws Exception {
        Mac mac = Mac.getInstance("HmacMD5");
        mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacMD5"));
        return HexFormat.of().formatHex(mac.doFinal(challenge.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    @Spec("CRD-14")
    void acceptsTheAnswerToItsOwnChallenge() throws Exception {
        CramMD5Credentials credentials = new CramMD5Credentials("mail.example.org");
        String challenge = credentials.challenge();
        assertThat(challenge).matches("<\\d+\\.\\d+@mail\\.example\\.org>");
        assertThat(credentials.challenge()).isEqualTo(challenge);
        assertThat(new CramMD5Credentials("mail.example.org").challenge()).isNotEqualTo(challenge);
        assertThat(successResultOf(credentials.checkPassword(Secret.of("pw")))).isFalse();
        assertThatThrownBy(credentials::username).isInstanceOf(IllegalStateException.class);
        credentials.setResponse("joe smith " + answer(challenge, "pw"));
        assertThat(credentials.username()).isEqualTo("joe smith");
        assertThat(successResultOf(credentials.checkPassword(Secret.of("pw")))).isTrue();
        assertThat(successResultOf(credentials.checkPassword(Secret.of("other"))))
                .isFalse();
        assertThat(successResultOf(credentials.checkPassword(Secret.of("")))).isFalse();
        assertThatThrownBy(() -> credentials.setResponse("joe")).isInstanceOf(IllegalArgumentException.class);
    }
}
