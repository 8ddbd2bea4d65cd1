/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.strcred;

import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.cred.AvatarId;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.checkers.AnonymousChecker;
import io.netwist.protocols.cred.checkers.AuthorizedKeysChecker;
import io.netwist.protocols.cred.checkers.LdapChecker;
import io.netwist.protocols.cred.checkers.PamChecker;
import io.netwist.protocols.cred.checkers.PasswordFile;
import io.netwist.protocols.cred.checkers.UnixChecker;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** Checkers from text. */
class CheckersTest {

    @Test
    @Spec({"CRD-19", "CRD-20"})
    void makesEachType() throws Exception {
        assertThat(Checkers.fromString("anonymous")).isInstanceOf(AnonymousChecker.class);
        assertThat(successResultOf(Checkers.fromString("memory:joe:a:ann:b")
                        .requestAvatarId(Credentials.usernamePassword("ann", "b"))))
                .isEqualTo(AvatarId.of("ann"));
        assertThat(Checkers.fromString("file:/etc/passwd")).isInstanceOf(PasswordFile.class);
        assertThat(Checkers.fromString("file-plain:/no/such/file:with:colons"))
                .hasToString("password file /no/such/file:with:colons");
        assertThat(Checkers.fromString("file-weak:/etc/passwd")).isInstanceOf(PasswordFile.class);
        assertThat(Checkers.fromString("unix")).isInstanceOf(UnixChecker.class);
        assertThat(Checkers.fromString("pam:login")).isInstanceOf(PamChecker.class);
        assertThat(Checkers.fromString("sshkey")).isInstanceOf(AuthorizedKeysChecker.class);
        assertThat(Checkers.fromString("ldap:ldaps://h:1/uid=%s")).isInstanceOf(LdapChecker.class);
    }

    @Test
    @Spec("CRD-19")
    void namesTheTypesThatThereAre() {
        assertThatThrownBy(() -> Checkers.fromString("kerberos:x"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage(
                        "auth type: kerberos (expected: one of anonymous, file, file-plain, file-weak, ldap, memory, pam,"
                                + " sshkey, unix)");
    }

    @Test
    @Spec("CRD-20")
    void refusesArgumentsThatMakeNoSenseAndDoesNotRepeatPasswords() {
        assertThatThrownBy(() -> Checkers.fromString("memory:joe:hunter2:ann"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("memory: 3 words (expected: USER:PASSWORD, any number of times)");
        assertThatThrownBy(() -> Checkers.fromString("file")).hasMessage("file: no file (expected: file:PATH)");
        assertThatThrownBy(() -> Checkers.fromString("anonymous:x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Checkers.fromString("unix:x")).isInstanceOf(IllegalArgumentException.class);
    }
}
