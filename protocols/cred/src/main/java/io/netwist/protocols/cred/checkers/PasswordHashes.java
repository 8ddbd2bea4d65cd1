/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.checkers;

import com.password4j.Argon2Function;
import com.password4j.BcryptFunction;
import com.password4j.types.Argon2;
import com.password4j.types.Bcrypt;
import io.netwist.protocols.cred.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.apache.commons.codec.digest.Crypt;
import org.apache.commons.codec.digest.Md5Crypt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the hashes that are found in password files, each by what it begins with.
 *
 * <table>
 *   <caption>Hashes</caption>
 *   <tr><th>begins with</th><th>what it is</th><th>accepted</th></tr>
 *   <tr><td>{@code $argon2id$}, {@code $argon2i$}</td><td>Argon2</td><td>always</td></tr>
 *   <tr><td>{@code $2a$}, {@code $2b$}, {@code $2y$}</td><td>bcrypt, {@code htpasswd -B}</td><td>always</td></tr>
 *   <tr><td>{@code $y$}, {@code $gy$}, {@code $7$}</td><td>yescrypt, scrypt: today's {@code /etc/shadow}</td><td>where
 *       libcrypt knows it</td></tr>
 *   <tr><td>{@code $5$}, {@code $6$}</td><td>SHA-crypt, {@code htpasswd -5}</td><td>always</td></tr>
 *   <tr><td>{@code $apr1$}, {@code $1$}, {@code {SHA}}, 13 characters</td><td>MD5, SHA-1, DES: computed too fast to protect
 *       anybody</td><td>by {@link #withWeak()}</td></tr>
 * </table>
 *
 * <p>Anything else is no hash: it matches no password. Threading: any. Source: crypt(5), htpasswd(1).
 */
public final class PasswordHashes implements PasswordVerifier {

    private static final Logger LOG = LoggerFactory.getLogger(PasswordHashes.class);

    private static final int ARGON2_KIB = 19 * 1024;
    private static final int ARGON2_ROUNDS = 2;
    private static final int BYTES = 32;

    /** Nobody's: its password was random and is not kept. Of the kind that {@link #make} makes. */
    static final String NOBODYS = make(Secret.of(random(BYTES)));

    private final boolean weak;

    private PasswordHashes(boolean weak) {
        this.weak = weak;
    }

    /**
     * Accepts hashes that protect passwords.
     *
     * @return the verifier
     */
    public static PasswordHashes strong() {
        return new PasswordHashes(false);
    }

    /**
     * Accepts also hashes that do not.
     *
     * @return the verifier
     */
    public static PasswordHashes withWeak() {
        return new PasswordHashes(true);
    }

    /**
     * Hashes a password for storing, with Argon2id as OWASP recommends it: 19 MiB, two rounds.
     *
     * @param password in clear
     * @return the hash, with its salt and parameters
     */
    public static String make(Secret password) {
        Argon2Function argon2 = Argon2Function.getInstance(ARGON2_KIB, ARGON2_ROUNDS, 1, BYTES, Argon2.ID);
        return password.read(bytes -> argon2.hash(bytes, random(16)).getResult());
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    @Override
    public boolean verify(String username, Secret offered, String stored) {
        try {
            return offered.read(password -> verify(username, password, stored));
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            // Told without the hash, and without the exception, whose message may contain it.
            LOG.warn("the stored hash of {} is damaged", username);
            return false;
        }
    }

    private boolean verify(String username, byte[] password, String stored) {
        if (stored.startsWith("$argon2")) {
            return Argon2Function.getInstanceFromHash(stored).check(password, utf8(stored));
        }
        if (stored.matches("\\$2[abxy]\\$.{56}")) {
            // The variants differ in how old programs were wrong; correct ones read all alike, and this one only some.
            String same = "$2" + (stored.charAt(2) == 'x' ? 'x' : 'b') + stored.substring(3);
            return BcryptFunction.getInstance(same.charAt(2) == 'x' ? Bcrypt.X : Bcrypt.B, rounds(same))
                    .check(cut(password), utf8(same));
        }
        if (stored.startsWith("$5$") || stored.startsWith("$6$")) {
            return same(Crypt.crypt(password, stored), stored);
        }
        if (stored.startsWith("$y$") || stored.startsWith("$gy$") || stored.startsWith("$7$")) {
            return LibCrypt.crypt(password, stored)
                    .map(made -> same(made, stored))
                    .orElseGet(() -> {
                        LOG.warn(
                                "the stored hash of {} is of a kind that needs libcrypt and JNA, which are not here",
                                username);
                        return false;
                    });
        }
        return verifyWeak(username, password, stored);
    }

    private boolean verifyWeak(String username, byte[] password, String stored) {
        String made;
        if (stored.startsWith("$apr1$")) {
            made = Md5Crypt.apr1Crypt(password, stored);
        } else if (stored.startsWith("$1$")) {
            made = Crypt.crypt(password, stored);
        } else if (stored.startsWith("{SHA}")) {
            made = "{SHA}" + Base64.getEncoder().encodeToString(sha1(password));
        } else if (stored.matches("[./0-9A-Za-z]{13}")) {
            made = Crypt.crypt(password, stored);
        } else {
            return false;
        }
        boolean right = same(made, stored);
        if (right && !weak) {
            LOG.warn("the stored hash of {} is too weak to be accepted (expected: bcrypt or Argon2)", username);
        }
        return right && weak;
    }

    private static int rounds(String bcrypt) {
        return Integer.parseInt(bcrypt.substring(4, 6));
    }

    /** bcrypt knows the first 72 bytes only; other programs cut, and this one refuses. */
    private static byte[] cut(byte[] password) {
        return password.length > 72 ? Arrays.copyOf(password, 72) : password;
    }

    private static boolean same(String made, String stored) {
        return MessageDigest.isEqual(utf8(made), utf8(stored));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("this Java has no SHA-1", e);
        }
    }
}
