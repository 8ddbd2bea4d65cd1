/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.checkers;

import io.netwist.deferred.Deferred;
import io.netwist.protocols.cred.AvatarId;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.CredentialsChecker;
import io.netwist.protocols.cred.Secret;
import io.netwist.protocols.cred.UnauthorizedLogin;
import io.netwist.protocols.cred.UsernameHashedPassword;
import io.netwist.protocols.cred.UsernamePassword;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file with a line per user: a name, and the password or a hash of it.
 *
 * <p>With hashes, only somebody who shows the password itself can be judged; an unknown user takes as long as a wrong
 * password. A file that cannot be read is logged and lets nobody in. Source: {@code twisted.cred.checkers.FilePasswordDB}.
 *
 * <p>Threading: that of checkers; reads and computes on worker threads.
 */
public final class PasswordFile implements CredentialsChecker {

    private static final Logger LOG = LoggerFactory.getLogger(PasswordFile.class);

    private final Path file;
    private final PasswordFileOptions options;

    /** Null for passwords in clear. */
    private final @Nullable PasswordVerifier verifier;

    /** The file as it was read last; replaced as a whole. */
    private volatile @Nullable Content content;

    private record Content(FileTime changed, long size, Map<String, String> passwords) {}

    private PasswordFile(Path file, @Nullable PasswordVerifier verifier, PasswordFileOptions options) {
        this.file = Objects.requireNonNull(file, "file");
        this.verifier = verifier;
        this.options = Objects.requireNonNull(options, "options");
    }

    /**
     * A file of hashes that protect passwords, {@code htpasswd -B}'s for example.
     *
     * @param file looked at again at each login
     * @return the checker
     */
    public static PasswordFile hashed(Path file) {
        return hashed(file, PasswordHashes.strong(), PasswordFileOptions.defaults());
    }

    /**
     * A file of hashes.
     *
     * @param file looked at again at each login
     * @param verifier knows these hashes
     * @param options how the file is written
     * @return the checker
     */
    public static PasswordFile hashed(Path file, PasswordVerifier verifier, PasswordFileOptions options) {
        return new PasswordFile(file, Objects.requireNonNull(verifier, "verifier"), options);
    }

    /**
     * A file of passwords in clear, which answers to challenges need.
     *
     * @param file looked at again at each login
     * @param options how the file is written
     * @return the checker
     */
    public static PasswordFile plain(Path file, PasswordFileOptions options) {
        return new PasswordFile(file, null, options);
    }

    @Override
    public Set<Class<? extends Credentials>> credentialTypes() {
        return verifier == null
                ? Set.of(UsernamePassword.class, UsernameHashedPassword.class)
                : Set.of(UsernamePassword.class);
    }

    @Override
    public Deferred<AvatarId> requestAvatarId(Credentials credentials) {
        UsernameHashedPassword shown = (UsernameHashedPassword) credentials;
        String name = folded(shown.username());
        PasswordVerifier hashes = verifier;
        if (hashes != null) {
            return Blocking.call(() -> {
                String stored = passwords().get(name);
                Secret offered = ((UsernamePassword) shown).password();
                boolean right = hashes.verify(name, offered, stored == null ? PasswordHashes.NOBODYS : stored);
                return allowed(name, right && stored != null);
            });
        }
        return Blocking.call(this::passwords).addCallbackDeferring(all -> {
            String stored = all.get(name);
            return shown.checkPassword(Secret.of(stored == null ? "" : stored))
                    .addCallback(right -> allowed(name, right && stored != null));
        });
    }

    private static AvatarId allowed(String name, boolean right) {
        if (!right) {
            throw new UnauthorizedLogin();
        }
        return AvatarId.of(name);
    }

    private String folded(String name) {
        return options.caseSensitive() ? name : name.toLowerCase(Locale.ROOT);
    }

    private Map<String, String> passwords() {
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            long size = Files.size(file);
            Content known = content;
            if (options.cache() && known != null && known.changed.equals(changed) && known.size == size) {
                return known.passwords;
            }
            Map<String, String> read = read();
            content = new Content(changed, size, read);
            return read;
        } catch (IOException e) {
            LOG.error("{} cannot be read, nobody is let in", file, e);
            return Map.of();
        }
    }

    private Map<String, String> read() throws IOException {
        Map<String, String> passwords = new HashMap<>();
        int columns = Math.max(options.usernameColumn(), options.passwordColumn()) + 1;
        Pattern delimiter = Pattern.compile(options.delimiter(), Pattern.LITERAL);
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            String[] parts = delimiter.split(line, -1);
            if (parts.length >= columns) {
                passwords.put(folded(parts[options.usernameColumn()]), parts[options.passwordColumn()]);
            }
        }
        return passwords;
    }

    @Override
    public String toString() {
        return "password file " + file;
    }
}
