/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.checkers;

import io.netwist.deferred.Deferred;
import io.netwist.protocols.cred.AvatarId;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.CredentialsChecker;
import io.netwist.protocols.cred.UnauthorizedLogin;
import io.netwist.protocols.cred.ssh.SshPrivateKey;
import io.netwist.protocols.cred.ssh.SshPublicKey;
import io.netwist.protocols.cred.ssh.ValidPublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the keys of users from files like OpenSSH's {@code authorized_keys}.
 *
 * <p>A file that others than its owner may write to is not used. A line with options before its key is passed over: they
 * restrict what the key may do, and a checker cannot see to that. Source: {@code
 * twisted.conch.checkers.UNIXAuthorizedKeysFiles}, sshd(8).
 */
public final class AuthorizedKeysChecker implements CredentialsChecker {

    private static final Logger LOG = LoggerFactory.getLogger(AuthorizedKeysChecker.class);
    private static final Pattern KEY =
            Pattern.compile("(?:ssh-[a-z0-9-]+|ecdsa-sha2-[a-z0-9]+)\\s+[A-Za-z0-9+/=]+(?:\\s.*)?");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}");

    private final Function<String, List<Path>> files;

    /**
     * Files of each user's.
     *
     * @param files gives those of a user, whose name cannot lead out of a directory; none for an unknown user
     */
    public AuthorizedKeysChecker(Function<String, List<Path>> files) {
        this.files = Objects.requireNonNull(files, "files");
    }

    /**
     * {@code ~/.ssh/authorized_keys} of the accounts of this machine.
     *
     * @return the checker
     */
    public static AuthorizedKeysChecker ofAccounts() {
        return new AuthorizedKeysChecker(user -> home(user)
                .map(home -> List.of(home.resolve(".ssh/authorized_keys"), home.resolve(".ssh/authorized_keys2")))
                .orElse(List.of()));
    }

    /**
     * A file per user in a directory.
     *
     * @param directory has a file with keys for each user, of the user's name
     * @return the checker
     */
    public static AuthorizedKeysChecker ofDirectory(Path directory) {
        return new AuthorizedKeysChecker(user -> List.of(directory.resolve(user)));
    }

    private static Optional<Path> home(String user) {
        try {
            // Names are ASCII here, and full names may be in any charset.
            for (String line : Files.readAllLines(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1)) {
                String[] parts = line.split(":", -1);
                if (parts.length > 5 && parts[0].equals(user)) {
                    return Optional.of(Path.of(parts[5]));
                }
            }
        } catch (IOException e) {
            LOG.error("/etc/passwd cannot be read, no key is accepted", e);
        }
        return Optional.empty();
    }

    @Override
    public Set<Class<? extends Credentials>> credentialTypes() {
        return Set.of(SshPrivateKey.class);
    }

    @Override
    public Deferred<AvatarId> requestAvatarId(Credentials credentials) {
        SshPrivateKey shown = (SshPrivateKey) credentials;
        return Blocking.call(() -> {
            if (!USER.matcher(shown.username()).matches()
                    || !keys(shown.username()).contains(shown.key())) {
                throw new UnauthorizedLogin();
            }
            if (shown.isQuestion()) {
                throw new ValidPublicKey();
            }
            if (!shown.isSigned()) {
                throw new UnauthorizedLogin();
            }
            return AvatarId.of(shown.username());
        });
    }

    private List<SshPublicKey> keys(String user) {
        List<SshPublicKey> keys = new ArrayList<>();
        for (Path file : files.apply(user)) {
            try {
                if (isWritableByOthers(file)) {
                    LOG.warn("{} may be written to by others and is not used", file);
                } else {
                    read(file, keys);
                }
            } catch (NoSuchFileException e) {
                LOG.debug("{} does not exist", file);
            } catch (IOException e) {
                LOG.warn("{} cannot be read", file, e);
            }
        }
        return keys;
    }

    private static boolean isWritableByOthers(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return false;
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        return permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }

    private static void read(Path file, List<SshPublicKey> keys) throws IOException {
        int number = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            try {
                if (KEY.matcher(text).matches()) {
                    keys.add(SshPublicKey.parse(text));
                } else {
                    LOG.warn("{}:{}: passed over (expected: a key without options)", file, number);
                }
            } catch (IllegalArgumentException e) {
                LOG.warn("{}:{}: passed over: {}", file, number, e.getMessage());
            }
        }
    }

    @Override
    public String toString() {
        return "authorized keys";
    }
}
