/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.checkers;

import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.cred.AvatarId;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.CredentialsChecker;
import io.netwist.protocols.cred.UnauthorizedLogin;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts of the machine and of a directory. */
class SystemCheckersTest {

    /** For the password "geheim ü". */
    private static final String HASH =
            "$6$saltstring$7T2hRHcFY/IQQyAguhkJ5w4CNIB.ZbHF5VPZVqFNyUQ1v6hHkBAm.kkxkrJexpPcI8nzW7QyjfeWzSI1LlbzH0";

    @TempDir
    Path directory;

    private static AvatarId login(CredentialsChecker checker, String user, String password) throws Exception {
        return successResultOf(checker.requestAvatarId(Credentials.usernamePassword(user, password)));
    }

    private static void refused(CredentialsChecker checker, String user, String password) throws Exception {
        failureResultOf(checker.requestAvatarId(Credentials.usernamePassword(user, password)), UnauthorizedLogin.class);
    }

    @Test
    @Spec({"CRD-21", "MAN-02"})
    void readsTheShadowFileWhereThePasswordFileSaysSo() throws Exception {
        Path passwd = directory.resolve("passwd");
        Path shadow = directory.resolve("shadow");
        Files.writeString(
                passwd, "joe:x:1:1::/:/bin/sh\nold:" + HASH + ":2:2::/:/bin/sh\nstar:*:3:3::/:\nno:!:4:4::/:\n");
        Files.writeString(shadow, "joe:" + HASH + ":1::::::\nstar:*:1::::::\n");
        UnixChecker checker = new UnixChecker(passwd, shadow);
        assertThat(login(checker, "joe", "geheim ü")).isEqualTo(AvatarId.of("joe"));
        assertThat(login(checker, "old", "geheim ü")).isEqualTo(AvatarId.of("old"));
        refused(checker, "joe", "x");
        refused(checker, "star", "*");
        refused(checker, "no", "!");
        refused(checker, "nobody", "");
        refused(new UnixChecker(passwd, directory.resolve("none")), "joe", "geheim ü");
    }

    @Test
    @Spec({"CRD-20", "OPS-38"})
    void asksPam() throws Exception {
        assumeTrue(
                Files.exists(Path.of("/lib/x86_64-linux-gnu/security/pam_exec.so"))
                        || Files.exists(Path.of("/usr/lib64/security/pam_exec.so")),
                "needs Linux-PAM");
        Path script = directory.resolve("ask");
        Files.writeString(script, "#!/bin/sh\nread -r password\n[ \"$PAM_USER:$password\" = 'joe:geheim ü' ]\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(
                directory.resolve("netwist-test"),
                "auth required pam_exec.so expose_authtok " + script + "\naccount required pam_permit.so\n");
        PamChecker checker = new PamChecker("netwist-test", Optional.of(directory.toString()));
        assertThat(login(checker, "joe", "geheim ü")).isEqualTo(AvatarId.of("joe"));
        refused(checker, "joe", "guess");
        refused(checker, "ann", "geheim ü");
        refused(checker, "joe\0x", "geheim ü");
        assertThatThrownBy(() -> new PamChecker("../x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Spec("CRD-20")
    void bindsToADirectory() throws Exception {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=org");
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("test", InetAddress.getLoopbackAddress(), 0, null));
        InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
        server.startListening();
        try {
            server.add("dn: dc=example,dc=org", "objectClass: domain", "dc: example");
            server.add(
                    "dn: uid=joe,dc=example,dc=org",
                    "objectClass: inetOrgPerson",
                    "uid: joe",
                    "cn: Joe",
                    "sn: Joe",
                    "userPassword: secret");
            LdapChecker checker =
                    new LdapChecker("ldap://127.0.0.1:" + server.getListenPort() + "/uid=%s,dc=example,dc=org");
            assertThat(login(checker, "joe", "secret")).isEqualTo(AvatarId.of("joe"));
            refused(checker, "joe", "guess");
            refused(checker, "ann", "secret");
            // An anonymous bind would succeed.
            refused(checker, "joe", "");
            refused(checker, "", "secret");
            // A name cannot name another entry.
            refused(checker, "joe,dc=example,dc=org", "secret");
        } finally {
            server.shutDown(true);
        }
        assertThatThrownBy(() -> new LdapChecker("ldap://ldap.example.org/uid=%s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ldaps:");
        assertThatThrownBy(() -> new LdapChecker("ldaps://ldap.example.org/uid=joe"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("%s");
    }
}
