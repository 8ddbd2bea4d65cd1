/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Private keys from the encodings in use. The JDK reads PKCS#8 only, so the older ones are put into it. */
final class PrivateKeys {

    // DER, by hand: PKCS#8 is SEQUENCE { INTEGER 0, SEQUENCE { algorithm, parameters }, OCTET STRING { key } } (RFC
    // 5208).

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int PARAMETERS = 0xa0;
    private static final byte[] VERSION_0 = {2, 1, 0};

    /** rsaEncryption, 1.2.840.113549.1.1.1, and its NULL parameters. */
    private static final byte[] RSA = {6, 9, 42, (byte) 134, 72, (byte) 134, (byte) 247, 13, 1, 1, 1, 5, 0};

    /** id-ecPublicKey, 1.2.840.10045.2.1, whose parameters name the curve. */
    private static final byte[] EC = {6, 7, 42, (byte) 134, 72, (byte) 206, 61, 2, 1};

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "DSA", "RSASSA-PSS");

    private PrivateKeys() {}

    static PrivateKey ofPkcs8(byte[] encoded) throws GeneralSecurityException {
        InvalidKeySpecException last = null;
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException e) {
                last = e; // It is of another kind, or of none that we know.
            }
        }
        throw new InvalidKeySpecException(
                "the private key is of no known kind (expected: one of " + ALGORITHMS + ")", last);
    }

    static PrivateKey ofEncrypted(byte[] encoded, @Nullable String password) throws GeneralSecurityException {
        if (password == null) {
            throw new InvalidKeyException("the private key is encrypted (expected: a password with it)");
        }
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray());
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encoded);
            // For PBES2 the name says nothing, and the parameters' text is the name.
            String name = info.getAlgName();
            String algorithm = name.equals("PBES2") || name.equals("1.2.840.113549.1.5.13")
                    ? info.getAlgParameters().toString()
                    : name;
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(spec),
                    info.getAlgParameters());
            return ofPkcs8(info.getKeySpec(cipher).getEncoded());
        } catch (IOException | GeneralSecurityException e) {
            throw new InvalidKeyException("the private key cannot be decrypted, perhaps the password is wrong", e);
        } finally {
            spec.clearPassword();
        }
    }

    /** An RSA key as RFC 8017 has it, which is what {@code BEGIN RSA PRIVATE KEY} holds. */
    static PrivateKey ofPkcs1(byte[] encoded) throws GeneralSecurityException {
        return ofPkcs8(pkcs8(RSA, encoded));
    }

    /** An elliptic key as RFC 5915 has it; the curve stands inside, or before it in a block of its own. */
    static PrivateKey ofSec1(byte[] encoded, byte @Nullable [] before) throws GeneralSecurityException {
        byte[] curve = curve(encoded);
        if (curve == null) {
            curve = before;
        }
        if (curve == null) {
            throw new InvalidKeySpecException("the private key names no curve");
        }
        return ofPkcs8(pkcs8(join(EC, curve), encoded));
    }

    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, join(VERSION_0, element(SEQUENCE, algorithm), element(OCTET_STRING, key)));
    }

    /** What stands in the element [0] of a sequence, or null. */
    private static byte @Nullable [] curve(byte[] sequence) throws GeneralSecurityException {
        try {
            int at = bodyOf(sequence, 0);
            while (at < sequence.length) {
                int body = bodyOf(sequence, at);
                int end = body + lengthOf(sequence, at);
                if ((sequence[at] & 0xff) == PARAMETERS) {
                    return Arrays.copyOfRange(sequence, body, end);
                }
                at = end;
            }
            return null;
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new InvalidKeySpecException("the private key is cut off", e);
        }
    }

    private static int lengthOf(byte[] der, int at) throws InvalidKeySpecException {
        int length = der[at + 1] & 0xff;
        if (length < 0x80) {
            return length;
        }
        int octets = length - 0x80;
        if (octets < 1 || octets > 3) {
            throw new InvalidKeySpecException("the private key has an element of impossible length");
        }
        length = 0;
        for (int i = 0; i < octets; i++) {
            length = (length << 8) | (der[at + 2 + i] & 0xff);
        }
        return length;
    }

    private static int bodyOf(byte[] der, int at) {
        int length = der[at + 1] & 0xff;
        return at + 2 + (length < 0x80 ? 0 : length - 0x80);
    }

    private static byte[] element(int tag, byte[] body) {
        byte[] head;
        if (body.length < 0x80) {
            head = new byte[] {(byte) tag, (byte) body.length};
        } else if (body.length < 0x100) {
            head = new byte[] {(byte) tag, (byte) 0x81, (byte) body.length};
        } else {
            head = new byte[] {(byte) tag, (byte) 0x82, (byte) (body.length >> 8), (byte) body.length};
        }
        return join(head, body);
    }

    private static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] each : pieces) {
            all.writeBytes(each);
        }
        return all.toByteArray();
    }

    /**
     * Whether a private and a public key are of one pair. A certificate and a key that are renewed one after the other do not
     * belong together for a moment.
     */
    static boolean belongTogether(PrivateKey key, PublicKey other) {
        byte[] text = {1, 2, 3};
        try {
            Signature signing = Signature.getInstance(signature(key.getAlgorithm()));
            if (key.getAlgorithm().equals("RSASSA-PSS")) {
                signing.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signing.initSign(key);
            signing.update(text);
            byte[] signed = signing.sign();
            signing.initVerify(other);
            signing.update(text);
            return signing.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String signature(String algorithm) {
        return switch (algorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "DSA" -> "SHA256withDSA";
            default -> algorithm;
        };
    }
}
