/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.ssh;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A public key as SSH writes it: Ed25519, ECDSA on the NIST curves, RSA of 2048 bits or more.
 *
 * <p>Signatures of RSA keys are accepted with SHA-2, not with SHA-1, as today's OpenSSH does. Immutable.
 */
public final class SshPublicKey {

    private static final String ED25519 = "ssh-ed25519";
    private static final String RSA = "ssh-rsa";
    private static final int SMALLEST_RSA = 2048;

    private static final Map<String, Curve> CURVES = Map.of(
            "ecdsa-sha2-nistp256", new Curve("secp256r1", "SHA256withECDSA", 32),
            "ecdsa-sha2-nistp384", new Curve("secp384r1", "SHA384withECDSA", 48),
            "ecdsa-sha2-nistp521", new Curve("secp521r1", "SHA512withECDSA", 66));

    private final String type;
    private final byte[] blob;
    private final PublicKey key;

    private record Curve(String name, String signature, int bytes) {}

    private SshPublicKey(String type, byte[] blob, PublicKey key) {
        this.type = type;
        this.blob = blob;
        this.key = key;
    }

    /**
     * Reads a key.
     *
     * @param blob as it is sent, and as it stands in base 64 in files
     * @return the key
     * @throws IllegalArgumentException if it is damaged, of a kind that is not known, or too short
     */
    public static SshPublicKey of(byte[] blob) {
        WireReader in = new WireReader(blob);
        String type = in.text();
        Curve curve = CURVES.get(type);
        try {
            PublicKey key;
            if (type.equals(ED25519)) {
                key = ed25519(in.string());
            } else if (type.equals(RSA)) {
                key = rsa(in.number(), in.number());
            } else if (curve != null) {
                in.text();
                key = ecdsa(curve, in.string());
            } else {
                throw new IllegalArgumentException(
                        "key type: " + type + " (expected: ssh-ed25519, ecdsa-sha2-nistp256, 384 or 521, ssh-rsa)");
            }
            in.end();
            return new SshPublicKey(type, blob.clone(), key);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("damaged " + type + " key: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a key from a line of a {@code .pub} file.
     *
     * @param line type, base 64, comment
     * @return the key
     * @throws IllegalArgumentException as {@link #of}
     */
    public static SshPublicKey parse(String line) {
        String[] words = line.strip().split("\\s+", 3);
        if (words.length < 2) {
            throw new IllegalArgumentException("key: " + line + " (expected: type, base 64, comment)");
        }
        SshPublicKey key = of(Base64.getDecoder().decode(words[1]));
        if (!key.type.equals(words[0])) {
            throw new IllegalArgumentException("key: " + words[0] + " that is " + key.type + " (expected: the same)");
        }
        return key;
    }

    private static PublicKey ed25519(byte[] point) throws GeneralSecurityException {
        if (point.length != 32) {
            throw new IllegalArgumentException("Ed25519 key: " + point.length + " bytes (expected: 32)");
        }
        byte[] big = new byte[32];
        for (int i = 0; i < 32; i++) {
            big[i] = point[31 - i];
        }
        boolean odd = (big[0] & 0x80) != 0;
        big[0] &= 0x7f;
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(
                        new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, big))));
    }

    private static PublicKey rsa(BigInteger exponent, BigInteger modulus) throws GeneralSecurityException {
        if (modulus.bitLength() < SMALLEST_RSA) {
            throw new IllegalArgumentException(
                    "RSA key: " + modulus.bitLength() + " bits (expected: " + SMALLEST_RSA + " or more)");
        }
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
    }

    private static PublicKey ecdsa(Curve curve, byte[] point) throws GeneralSecurityException {
        if (point.length != 1 + 2 * curve.bytes || point[0] != 4) {
            throw new IllegalArgumentException(
                    "ECDSA key: " + point.length + " bytes (expected: an uncompressed point)");
        }
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve.name));
        ECPoint at = new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + curve.bytes)),
                new BigInteger(1, Arrays.copyOfRange(point, 1 + curve.bytes, point.length)));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(at, parameters.getParameterSpec(ECParameterSpec.class)));
    }

    /**
     * The kind of key.
     *
     * @return for example {@code ssh-ed25519}
     */
    public String type() {
        return type;
    }

    /**
     * The key as it is sent.
     *
     * @return a copy
     */
    public byte[] blob() {
        return blob.clone();
    }

    /**
     * Whether something was signed by the private half.
     *
     * @param signature name of the algorithm and bytes, as in RFC 4253 section 6.6
     * @param data what was signed
     * @return false also for a signature that is damaged or of a kind that is not accepted
     */
    public boolean verify(byte[] signature, byte[] data) {
        try {
            WireReader in = new WireReader(signature);
            String algorithm = in.text();
            byte[] value = in.string();
            in.end();
            Curve curve = CURVES.get(type);
            Signature verifier = Signature.getInstance(javaName(algorithm, curve));
            verifier.initVerify(key);
            verifier.update(data);
            return verifier.verify(curve == null ? value : fixedLength(value, curve.bytes));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return false;
        }
    }

    private String javaName(String algorithm, @Nullable Curve curve) {
        if (type.equals(RSA)) {
            return switch (algorithm) {
                case "rsa-sha2-256" -> "SHA256withRSA";
                case "rsa-sha2-512" -> "SHA512withRSA";
                default ->
                    throw new IllegalArgumentException("signature: " + algorithm + " (expected: rsa-sha2-256 or 512)");
            };
        }
        if (!algorithm.equals(type)) {
            throw new IllegalArgumentException("signature: " + algorithm + " (expected: " + type + ")");
        }
        // In IEEE P1363 form both numbers are as long as the field, so that no DER has to be written.
        return curve == null ? "Ed25519" : curve.signature + "inP1363Format";
    }

    private static byte[] fixedLength(byte[] twoNumbers, int length) {
        WireReader in = new WireReader(twoNumbers);
        byte[] both = new byte[2 * length];
        put(in.number(), both, 0, length);
        put(in.number(), both, length, length);
        in.end();
        return both;
    }

    private static void put(BigInteger number, byte[] into, int at, int length) {
        byte[] bytes = number.toByteArray();
        int skip = bytes.length > length && bytes[0] == 0 ? 1 : 0;
        int count = bytes.length - skip;
        if (number.signum() < 0 || count > length) {
            throw new IllegalArgumentException("number: " + count + " bytes (expected: " + length + " or less)");
        }
        System.arraycopy(bytes, skip, into, at + length - count, count);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SshPublicKey that && Arrays.equals(blob, that.blob);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(blob);
    }

    /** The fingerprint, as {@code ssh-keygen -l} shows it. */
    @Override
    public String toString() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob);
            return type + " SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            return type;
        }
    }
}
