/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Files in the text form of RFC 7468: labelled blocks of base64, with anything between them. */
final class Pem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*(.*?)-----END \\1-----", Pattern.DOTALL);

    private static final Pattern CERTIFICATE = Pattern.compile("(X509 |TRUSTED )?CERTIFICATE");

    private record Block(String label, String text) {

        byte[] bytes() throws GeneralSecurityException {
            if (text.contains(":")) {
                throw new GeneralSecurityException(label + " is encrypted in OpenSSL's old form"
                        + " (expected: PKCS#8; openssl pkcs8 -topk8 makes one of it)");
            }
            try {
                return Base64.getMimeDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                throw new GeneralSecurityException(label + " is no base64: " + e.getMessage(), e);
            }
        }
    }

    private Pem() {}

    private static List<Block> blocks(Path file) throws IOException {
        Matcher matcher = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        List<Block> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    /** All certificates of a file, in its order; perhaps none. */
    static List<X509Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        List<X509Certificate> found = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (Block block : blocks(file)) {
            if (CERTIFICATE.matcher(block.label()).matches()) {
                try {
                    found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
                } catch (CertificateException e) {
                    throw new GeneralSecurityException(
                            file + ": certificate " + (found.size() + 1) + " cannot be read: " + e.getMessage(), e);
                }
            }
        }
        return found;
    }

    /** The first private key of a file. */
    static PrivateKey privateKey(Path file, @Nullable String password) throws IOException, GeneralSecurityException {
        byte[] parameters = null;
        try {
            for (Block block : blocks(file)) {
                PrivateKey key = switch (block.label()) {
                    case "PRIVATE KEY" -> PrivateKeys.ofPkcs8(block.bytes());
                    case "ENCRYPTED PRIVATE KEY" -> PrivateKeys.ofEncrypted(block.bytes(), password);
                    case "RSA PRIVATE KEY" -> PrivateKeys.ofPkcs1(block.bytes());
                    case "EC PRIVATE KEY" -> PrivateKeys.ofSec1(block.bytes(), parameters);
                    default -> null;
                };
                if (key != null) {
                    return key;
                }
                if (block.label().equals("EC PARAMETERS")) {
                    parameters = block.bytes();
                }
            }
        } catch (GeneralSecurityException e) {
            throw new GeneralSecurityException(file + ": " + e.getMessage(), e);
        }
        throw new GeneralSecurityException(file + ": no private key (expected: one in PEM form)");
    }
}
