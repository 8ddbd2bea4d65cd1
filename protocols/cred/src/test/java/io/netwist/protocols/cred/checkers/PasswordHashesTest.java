/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.checkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.password4j.BcryptFunction;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.cred.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hashes that crypt(3), openssl, htpasswd and the reference Argon2 have made. */
class PasswordHashesTest {

    private static final String PASSWORD = "geheim ü";

    private final PasswordHashes strong = PasswordHashes.strong();
    private final PasswordHashes weak = PasswordHashes.withWeak();

    private static boolean verify(PasswordHashes hashes, String password, String stored) {
        return hashes.verify("joe", Secret.of(password), stored);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$6$saltstring$7T2hRHcFY/IQQyAguhkJ5w4CNIB.ZbHF5VPZVqFNyUQ1v6hHkBAm.kkxkrJexpPcI8nzW7QyjfeWzSI1LlbzH0",
                "$5$rounds=1000$saltstring$Lv4jbqQgl3521PswkkQQME5kEifowNTP0qkJkZiuXh3",
                "$2b$05$CCCCCCCCCCCCCCCCCCCCC.s3odLekD5BSZAUsUmsJtAVW3SgMZQEi",
                "$2y$05$CCCCCCCCCCCCCCCCCCCCC.s3odLekD5BSZAUsUmsJtAVW3SgMZQEi",
                "$2a$05$CCCCCCCCCCCCCCCCCCCCC.s3odLekD5BSZAUsUmsJtAVW3SgMZQEi",
            })
    @Spec({"CRD-12", "OPS-38"})
    void knowsHashesThatProtect(String stored) {
        assertThat(verify(strong, PASSWORD, stored)).isTrue();
        assertThat(verify(strong, PASSWORD + "x", stored)).isFalse();
        assertThat(verify(strong, "", stored)).isFalse();
    }

    @Test
    @Spec("OPS-38")
    void knowsArgon2AndMakesIt() {
        String stored = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assertThat(verify(strong, "password", stored)).isTrue();
        assertThat(verify(strong, "Password", stored)).isFalse();
        String made = PasswordHashes.make(Secret.of(PASSWORD));
        assertThat(made).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(verify(strong, PASSWORD, made)).isTrue();
        assertThat(verify(strong, "x", made)).isFalse();
        assertThat(PasswordHashes.make(Secret.of(PASSWORD))).isNotEqualTo(made);
    }

    @Test
    @Spec("OPS-38")
    void asksLibcryptForWhatNoJavaLibraryKnows() {
        String stored = "$y$j9T$F5Jx5fExrKuPp53xLKQ..1$SLcwH0E5./X7amfLIAKgolt8rfhd/eTahp3CmWLVnVC";
        assumeTrue(LibCrypt.crypt(new byte[] {'x'}, stored).isPresent(), "needs a libcrypt that knows yescrypt");
        assertThat(verify(strong, PASSWORD, stored)).isTrue();
        assertThat(verify(strong, "x", stored)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$apr1$saltsalt$3JWQ0PSYOkDBjeF.jVQ9e.",
                "$1$salt$ZRo4ddGWGpEtUV3Ph0Jf40",
                "{SHA}WhMGAVGaXSnTlPgiWNMimc0onNs=",
                "abihBJp0GJ4qA",
            })
    @Spec("OPS-38")
    void acceptsWeakHashesOnlyWhenTold(String stored) {
        assertThat(verify(weak, PASSWORD, stored)).isTrue();
        assertThat(verify(weak, "x", stored)).isFalse();
        assertThat(verify(strong, PASSWORD, stored)).isFalse();
    }

    @Test
    @Spec({"CRD-21", "MAN-02"})
    void whatIsNoHashMatchesNothing() {
        for (String stored : List.of(
                "",
                "x",
                "*",
                "!",
                "!!",
                "plain",
                "$6$",
                "$2y$99$short",
                "$argon2id$v=19$m=1",
                "$y$",
                "$1$",
                "$apr1$")) {
            assertThat(verify(weak, stored, stored)).as(stored).isFalse();
            assertThat(verify(weak, "", stored)).as(stored).isFalse();
        }
    }

    @Test
    void bcryptLooksAt72Bytes() {
        byte[] tail = new byte[100];
        Arrays.fill(tail, (byte) 'a');
        String password = new String(tail, StandardCharsets.US_ASCII);
        String stored =
                BcryptFunction.getInstance(4).hash(password.substring(0, 72)).getResult();
        assertThat(verify(strong, password, stored)).isTrue();
        assertThat(verify(strong, password.substring(0, 71), stored)).isFalse();
    }
}
