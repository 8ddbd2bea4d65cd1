/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.digest;

import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.cred.LoginFailed;
import io.netwist.protocols.cred.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Challenges and responses; the numbers are Twisted's. */
class DigestCredentialFactoryTest {

    private Instant now = Instant.ofEpochSecond(1_000_000);
    private final DigestCredentialFactory factory = new DigestCredentialFactory("md5", "realm", () -> now);

    private String response(Map<String, String> challenge, String algorithm) {
        String nonce = String.valueOf(challenge.get("nonce"));
        String session = DigestMath.session(
                algorithm,
                DigestMath.userHash(algorithm, "joe", "realm", "pw".getBytes(StandardCharsets.UTF_8)),
                nonce,
                "cn");
        return DigestMath.response(algorithm, session, "GET", "/x,y", nonce, "00000001", "cn", "auth");
    }

    private String header(Map<String, String> challenge, String algorithm) {
        return "username=\"joe\", realm=\"realm\", nonce=\"" + challenge.get("nonce")
                + "\", uri=\"/x,y\", qop=auth, nc=00000001"
                + ", cnonce=\"cn\", response=\"" + response(challenge, algorithm.toLowerCase(java.util.Locale.ROOT))
                + "\", opaque=\"" + challenge.get("opaque") + "\", algorithm=" + algorithm;
    }

    @ParameterizedTest
    @CsvSource({
        "md5, cn, 00000001, 23054c0eba9f876e2fd477a71902ebf5",
        "md5, , , 06271ab332a29e0101b4b82863fddfd2",
        "md5-sess, cn, 00000001, 9c4d5f87f65f469ddf8bef21754e8655",
        "md5-sess, , , 28cb35f87bec939f11631266b92baefa",
        "sha, cn, 00000001, 082bef4768384280a73efb8c24700403503a94aa",
        "sha, , , e21bda9168979ccaf3cbde004fbf1841bab05f52",
    })
    @Spec("CRD-18")
    void calculatesAsTwistedDoes(String algorithm, String cnonce, String count, String expected) {
        String hash = DigestMath.userHash(algorithm, "joe", "realm", "pw".getBytes(StandardCharsets.UTF_8));
        String session = DigestMath.session(algorithm, hash, "nonce1", cnonce == null ? "" : cnonce);
        assertThat(DigestMath.response(algorithm, session, "GET", "/x", "nonce1", count, cnonce, "auth"))
                .isEqualTo(expected);
    }

    @Test
    @Spec("CRD-15")
    void aChallengeIsForOneClientAndNeverTheSame() {
        Map<String, String> challenge = factory.challenge("10.2.3.4");
        assertThat(challenge)
                .containsEntry("qop", "auth")
                .containsEntry("algorithm", "md5")
                .containsEntry("realm", "realm");
        assertThat(challenge.get("opaque")).doesNotContain("\n").doesNotContain("\"");
        assertThat(factory.challenge("x".repeat(200)).get("opaque")).doesNotContain("\n");
        assertThat(factory.challenge("10.2.3.4").get("nonce")).isNotEqualTo(challenge.get("nonce"));
        assertThatThrownBy(() -> new DigestCredentialFactory("md4", "realm"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("md4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"md5", "MD5", "md5-sess", "sha", "SHA-256", "sha-256-sess"})
    @Spec({"CRD-16", "CRD-18"})
    void acceptsTheRightResponse(String algorithm) {
        Map<String, String> challenge = factory.challenge("10.2.3.4");
        DigestedCredentials credentials = factory.decode(header(challenge, algorithm), "GET", "10.2.3.4");
        assertThat(credentials.username()).isEqualTo("joe");
        assertThat(successResultOf(credentials.checkPassword(Secret.of("pw")))).isTrue();
        assertThat(successResultOf(credentials.checkPassword(Secret.of("PW")))).isFalse();
        String hash = DigestMath.userHash(
                algorithm.toLowerCase(java.util.Locale.ROOT), "joe", "realm", "pw".getBytes(StandardCharsets.UTF_8));
        assertThat(successResultOf(credentials.checkHash(hash))).isTrue();
        assertThat(successResultOf(credentials.checkHash(hash.replace('a', 'b'))))
                .isFalse();
        // Again, and with another method.
        assertThat(successResultOf(factory.decode(header(challenge, algorithm), "GET", "10.2.3.4")
                        .checkPassword(Secret.of("pw"))))
                .isTrue();
        assertThat(successResultOf(factory.decode(header(challenge, algorithm), "POST", "10.2.3.4")
                        .checkPassword(Secret.of("pw"))))
                .isFalse();
    }

    @Test
    @Spec("CRD-16")
    void readsValuesWithAndWithoutQuotesAndNoAddress() {
        Map<String, String> challenge = factory.challenge("");
        String quoted = header(challenge, "md5")
                .replace("qop=auth", "qop=\"auth\"")
                .replace("algorithm=md5", "algorithm=\"md5\"");
        assertThat(successResultOf(factory.decode(quoted, "GET", "").checkPassword(Secret.of("pw"))))
                .isTrue();
        String withoutAlgorithm = header(challenge, "md5").replace(", algorithm=md5", "");
        assertThat(successResultOf(factory.decode(withoutAlgorithm, "GET", "").checkPassword(Secret.of("pw"))))
                .isTrue();
    }

    private void refused(String header, String address, String message) {
        assertThatThrownBy(() -> factory.decode(header, "GET", address))
                .isInstanceOf(LoginFailed.class)
                .hasMessageContaining(message);
    }

    @Test
    @Spec({"CRD-16", "CRD-17"})
    void refusesWhatIsNoResponseToItsChallenge() {
        Map<String, String> challenge = factory.challenge("10.2.3.4");
        String header = header(challenge, "md5");
        String opaque = String.valueOf(challenge.get("opaque"));
        String nonce = String.valueOf(challenge.get("nonce"));
        refused(header.replace("username=\"joe\", ", ""), "10.2.3.4", "username");
        refused(header.replace("username=\"joe\"", "username=\"\""), "10.2.3.4", "username");
        refused(header.replaceAll("opaque=\"[^\"]*\", ", ""), "10.2.3.4", "opaque");
        refused(header.replaceAll("nonce=\"[^\"]*\", uri", "uri"), "10.2.3.4", "nonce");
        refused("", "10.2.3.4", "username");
        refused(header.replace(opaque, "nonsense"), "10.2.3.4", "malformed");
        refused(header.replace(opaque, "abc-%%%"), "10.2.3.4", "malformed");
        refused(header.replace(opaque, "0" + opaque.substring(1).replaceFirst("^.", "g")), "10.2.3.4", "not made here");
        refused(header.replace(nonce, "n"), "10.2.3.4", "nonce of another");
        refused(header, "10.2.3.5", "another client");
        refused(header.replace(opaque, factory.opaque(nonce, "10.2.3.4", "soon")), "10.2.3.4", "time soon");
        refused(header.replace("algorithm=md5", "algorithm=rot13"), "10.2.3.4", "algorithm");
        now = now.plusSeconds(900);
        factory.decode(header, "GET", "10.2.3.4");
        now = now.plusSeconds(1);
        refused(header, "10.2.3.4", "901 s old");
    }

    @Test
    void longNonsenseIsReadInNoTime() {
        refused("a=\"" + "\\\\".repeat(50_000), "", "username");
        refused("=".repeat(100_000), "", "username");
        refused("a".repeat(100_000), "", "username");
    }
}
