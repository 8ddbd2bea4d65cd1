/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.checkers;

import io.netwist.deferred.Deferred;
import io.netwist.protocols.cred.AvatarId;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.CredentialsChecker;
import io.netwist.protocols.cred.UnauthorizedLogin;
import io.netwist.protocols.cred.UsernamePassword;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts of this machine, from {@code /etc/passwd} and {@code /etc/shadow}. Only root may read the latter; {@link
 * PamChecker} needs no root. Source: {@code twisted.conch.checkers.UNIXPasswordDatabase}.
 */
public final class UnixChecker implements CredentialsChecker {

    private static final Logger LOG = LoggerFactory.getLogger(UnixChecker.class);

    private final Path passwd;
    private final Path shadow;
    private final PasswordHashes hashes = PasswordHashes.withWeak();

    /** Of this machine. */
    public UnixChecker() {
        this(Path.of("/etc/passwd"), Path.of("/etc/shadow"));
    }

    UnixChecker(Path passwd, Path shadow) {
        this.passwd = passwd;
        this.shadow = shadow;
    }

    @Override
    public Set<Class<? extends Credentials>> credentialTypes() {
        return Set.of(UsernamePassword.class);
    }

    @Override
    public Deferred<AvatarId> requestAvatarId(Credentials credentials) {
        UsernamePassword shown = (UsernamePassword) credentials;
        return Blocking.call(() -> {
            Optional<String> stored = stored(shown.username());
            boolean right = hashes.verify(shown.username(), shown.password(), stored.orElse(PasswordHashes.NOBODYS));
            if (!right || stored.isEmpty()) {
                throw new UnauthorizedLogin();
            }
            return AvatarId.of(shown.username());
        });
    }

    private Optional<String> stored(String username) {
        Optional<String> field = field(passwd, username);
        return field.filter(text -> text.equals("x") || text.equals("*")).isPresent() ? field(shadow, username) : field;
    }

    private static Optional<String> field(Path file, String username) {
        try {
            // In Latin-1 every byte is a character: somebody's full name need not be UTF-8 for others to log in.
            String name = new String(username.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                String[] parts = line.split(":", -1);
                if (parts.length > 1 && parts[0].equals(name)) {
                    return Optional.of(parts[1]);
                }
            }
        } catch (IOException e) {
            LOG.error("{} cannot be read, none of its users is let in", file, e);
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "accounts of " + passwd;
    }
}
