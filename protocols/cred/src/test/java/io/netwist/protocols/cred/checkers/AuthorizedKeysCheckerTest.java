/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.checkers;

import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.cred.AvatarId;
import io.netwist.protocols.cred.LoginFailed;
import io.netwist.protocols.cred.UnauthorizedLogin;
import io.netwist.protocols.cred.ssh.SshPrivateKey;
import io.netwist.protocols.cred.ssh.SshPublicKey;
import io.netwist.protocols.cred.ssh.ValidPublicKey;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys and signatures that OpenSSH has made. */
class AuthorizedKeysCheckerTest {

    private static final byte[] DATA = "session and request".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    @BeforeEach
    void needsOpenSsh() {
        assumeTrue(
                List.of("/usr/bin/ssh-keygen", "/usr/local/bin/ssh-keygen").stream()
                        .anyMatch(each -> Files.isExecutable(Path.of(each))),
                "needs ssh-keygen");
    }

    private void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private SshPublicKey make(String type, String bits) throws Exception {
        run("ssh-keygen", "-q", "-t", type, "-b", bits, "-N", "", "-f", "key", "-C", "joe@here");
        return SshPublicKey.parse(Files.readString(directory.resolve("key.pub")));
    }

    /** Has ssh-keygen sign, and makes of its file what was signed and the bare signature. */
    private byte[][] sign() throws Exception {
        Files.write(directory.resolve("data"), DATA);
        run("ssh-keygen", "-q", "-Y", "sign", "-n", "test", "-f", "key", "data");
        String armoured = Files.readString(directory.resolve("data.sig"))
                .replaceAll("-----[A-Z ]+-----", "")
                .replaceAll("\\s", "");
        byte[] file = Base64.getDecoder().decode(armoured);
        java.nio.ByteBuffer in = java.nio.ByteBuffer.wrap(file);
        in.position("SSHSIG".length() + 4);
        byte[] key = string(in);
        byte[] namespace = string(in);
        byte[] reserved = string(in);
        byte[] hash = string(in);
        byte[] signature = string(in);
        assertThat(key).isNotEmpty();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("SSHSIG".getBytes(StandardCharsets.US_ASCII));
        for (byte[] each : new byte[][] {
            namespace, reserved, hash, MessageDigest.getInstance("SHA-512").digest(DATA)
        }) {
            new DataOutputStream(bytes).writeInt(each.length);
            bytes.writeBytes(each);
        }
        return new byte[][] {bytes.toByteArray(), signature};
    }

    private static byte[] string(java.nio.ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }

    private AuthorizedKeysChecker checker(String content) throws IOException {
        Path keys = Files.createDirectories(directory.resolve("keys"));
        Files.writeString(keys.resolve("joe"), content);
        Files.setPosixFilePermissions(keys.resolve("joe"), PosixFilePermissions.fromString("rw-------"));
        return AuthorizedKeysChecker.ofDirectory(keys);
    }

    @ParameterizedTest
    @CsvSource({"ed25519, 256", "ecdsa, 256", "ecdsa, 384", "ecdsa, 521", "rsa, 2048"})
    @Spec("CRD-20")
    void whoHoldsThePrivateHalfIsLetIn(String type, String bits) throws Exception {
        SshPublicKey key = make(type, bits);
        byte[][] signed = sign();
        AuthorizedKeysChecker checker = checker("# keys\n\n" + Files.readString(directory.resolve("key.pub")));
        SshPrivateKey right = new SshPrivateKey("joe", key, signed[0], Optional.of(signed[1]));
        assertThat(successResultOf(checker.requestAvatarId(right))).isEqualTo(AvatarId.of("joe"));
        assertThat(right.toString()).contains("joe").contains("SHA256:");
        signed[0][20] ^= 1;
        failureResultOf(
                checker.requestAvatarId(new SshPrivateKey("joe", key, signed[0], Optional.of(signed[1]))),
                UnauthorizedLogin.class);
        failureResultOf(
                checker.requestAvatarId(new SshPrivateKey("joe", key, signed[0], Optional.of(new byte[3]))),
                UnauthorizedLogin.class);
    }

    @Test
    @Spec("CRD-20")
    void theQuestionWhetherAKeyWouldDoIsNoLogin() throws Exception {
        SshPublicKey key = make("ed25519", "256");
        AuthorizedKeysChecker checker = checker(Files.readString(directory.resolve("key.pub")));
        assertThat(failureResultOf(
                        checker.requestAvatarId(new SshPrivateKey("joe", key, DATA, Optional.empty())),
                        ValidPublicKey.class))
                .isInstanceOf(LoginFailed.class);
        for (String other : List.of("ann", "../keys/joe", "")) {
            failureResultOf(
                    checker.requestAvatarId(new SshPrivateKey(other, key, DATA, Optional.empty())),
                    UnauthorizedLogin.class);
        }
    }

    @Test
    void aFileThatOthersMayWriteToIsNotUsedNorALineWithOptions() throws Exception {
        SshPublicKey key = make("ed25519", "256");
        String line = Files.readString(directory.resolve("key.pub"));
        SshPrivateKey question = new SshPrivateKey("joe", key, DATA, Optional.empty());
        failureResultOf(checker("command=\"date\" " + line).requestAvatarId(question), UnauthorizedLogin.class);
        failureResultOf(checker("ssh-ed25519 AAAA broken\n").requestAvatarId(question), UnauthorizedLogin.class);
        AuthorizedKeysChecker checker = checker(line);
        Files.setPosixFilePermissions(directory.resolve("keys/joe"), PosixFilePermissions.fromString("rw-rw----"));
        failureResultOf(checker.requestAvatarId(question), UnauthorizedLogin.class);
    }

    @Test
    void aShortRsaKeyIsRefused() throws Exception {
        run("ssh-keygen", "-q", "-t", "rsa", "-b", "1024", "-N", "", "-f", "short");
        String line = Files.readString(directory.resolve("short.pub"));
        assertThatThrownBy(() -> SshPublicKey.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("RSA key: 1024 bits (expected: 2048 or more)");
    }
}
