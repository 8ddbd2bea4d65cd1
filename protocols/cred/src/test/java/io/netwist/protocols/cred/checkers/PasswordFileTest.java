/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.checkers;

import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.cred.AvatarId;
import io.netwist.protocols.cred.CramMD5Credentials;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.CredentialsChecker;
import io.netwist.protocols.cred.UnauthorizedLogin;
import io.netwist.protocols.cred.UsernameHashedPassword;
import io.netwist.protocols.cred.UsernamePassword;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of users. */
class PasswordFileTest {

    private static final PasswordFileOptions PLAIN = PasswordFileOptions.defaults();

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("users");
        Files.writeString(file, "joe:secret\nann:x:more\n\nnonsense\nGrün:ü\n");
    }

    private static AvatarId login(CredentialsChecker checker, String user, String password) throws Exception {
        return successResultOf(checker.requestAvatarId(Credentials.usernamePassword(user, password)));
    }

    private static void refused(CredentialsChecker checker, String user, String password) throws Exception {
        failureResultOf(checker.requestAvatarId(Credentials.usernamePassword(user, password)), UnauthorizedLogin.class);
    }

    @Test
    @Spec("CRD-10")
    void readsALinePerUser() throws Exception {
        PasswordFile checker = PasswordFile.plain(file, PLAIN);
        assertThat(login(checker, "joe", "secret")).isEqualTo(AvatarId.of("joe"));
        assertThat(login(checker, "ann", "x")).isEqualTo(AvatarId.of("ann"));
        assertThat(login(checker, "Grün", "ü")).isEqualTo(AvatarId.of("Grün"));
        refused(checker, "joe", "Secret");
        refused(checker, "Joe", "secret");
        refused(checker, "nonsense", "");
        refused(checker, "", "");
    }

    @Test
    @Spec("CRD-10")
    void readsOtherColumnsAndDelimiters() throws Exception {
        Files.writeString(file, "1|pw|joe\n2|too short\n");
        PasswordFile checker = PasswordFile.plain(file, PLAIN.withDelimiter("|").withColumns(2, 1));
        assertThat(login(checker, "joe", "pw")).isEqualTo(AvatarId.of("joe"));
        refused(checker, "2", "too short");
    }

    @Test
    @Spec("CRD-10")
    void aFileThatCannotBeReadLetsNobodyIn() throws Exception {
        PasswordFile checker = PasswordFile.plain(directory.resolve("none"), PLAIN);
        refused(checker, "joe", "secret");
        refused(checker, "joe", "");
    }

    @Test
    @Spec("CRD-11")
    void namesMayBeFolded() throws Exception {
        PasswordFile checker = PasswordFile.plain(file, PLAIN.withCaseSensitive(false));
        assertThat(login(checker, "JOE", "secret")).isEqualTo(AvatarId.of("joe"));
        assertThat(login(checker, "GRÜN", "ü")).isEqualTo(AvatarId.of("grün"));
        refused(checker, "JOE", "SECRET");
    }

    @Test
    @Spec("CRD-12")
    void withHashesOnlyPasswordsCanBeJudged() throws Exception {
        Files.writeString(file, "joe:" + PasswordHashes.make(io.netwist.protocols.cred.Secret.of("secret")) + "\n");
        PasswordFile hashed = PasswordFile.hashed(file);
        assertThat(hashed.credentialTypes()).containsExactly(UsernamePassword.class);
        assertThat(login(hashed, "joe", "secret")).isEqualTo(AvatarId.of("joe"));
        refused(hashed, "joe", "guess");
        refused(hashed, "jim", "secret");
        assertThat(PasswordFile.plain(file, PLAIN).credentialTypes())
                .containsExactlyInAnyOrder(UsernamePassword.class, UsernameHashedPassword.class);
    }

    @Test
    @Spec("CRD-12")
    void aHashMayBeAFunctionOfTheProgramsOwn() throws Exception {
        Files.writeString(file, "joe:joe-secret-joe-secret\n");
        List<String> asked = new ArrayList<>();
        PasswordFile checker = PasswordFile.hashed(
                file,
                PasswordVerifier.comparing((user, offered, stored) -> {
                    asked.add(user);
                    return user + "-" + offered.read(bytes -> new String(bytes, StandardCharsets.UTF_8)) + "-"
                            + stored.substring(11);
                }),
                PLAIN);
        Files.writeString(file, "joe:joe-secret-tail\n");
        assertThat(login(checker, "joe", "secret")).isEqualTo(AvatarId.of("joe"));
        refused(checker, "joe", "other");
        assertThat(asked).containsExactly("joe", "joe");
    }

    @Test
    @Spec("CRD-12")
    void answersToChallengesAreJudgedByPasswordsInClear() throws Exception {
        CramMD5Credentials answer = new CramMD5Credentials("h");
        answer.setResponse("joe 0");
        failureResultOf(PasswordFile.plain(file, PLAIN).requestAvatarId(answer), UnauthorizedLogin.class);
    }

    @Test
    @Spec("CRD-13")
    void readsAChangedFileAgain() throws Exception {
        for (boolean cache : new boolean[] {true, false}) {
            Files.writeString(file, "joe:one\n");
            PasswordFile checker = PasswordFile.plain(file, PLAIN.withCache(cache));
            login(checker, "joe", "one");
            FileTime before = Files.getLastModifiedTime(file);
            Files.writeString(file, "joe:two\n");
            Files.setLastModifiedTime(file, before);
            if (cache) {
                login(checker, "joe", "one");
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
            }
            login(checker, "joe", "two");
            refused(checker, "joe", "one");
        }
    }

    @Test
    void worksOnWorkerThreadsOfAReactor() throws Exception {
        PasswordFile checker = PasswordFile.plain(file, PLAIN);
        try (NettyReactor reactor = NettyReactor.create()) {
            assertThat(reactor.runUntil(
                            checker.requestAvatarId(Credentials.usernamePassword("joe", "secret")),
                            Duration.ofSeconds(20)))
                    .isEqualTo(AvatarId.of("joe"));
            assertThatThrownBy(() -> reactor.runUntil(
                            checker.requestAvatarId(Credentials.usernamePassword("joe", "guess")),
                            Duration.ofSeconds(20)))
                    .isInstanceOf(UnauthorizedLogin.class);
        }
    }
}
