/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.handler.codec.DecoderException;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.TlsFailedException;
import io.netwist.bridge.error.VerificationException;
import java.security.cert.CertificateException;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Our exceptions from what the JDK, OpenSSL and Netty throw about TLS. */
final class TlsFailures {

    /** Netty quotes all of what is no TLS, in hexadecimal. */
    private static final int QUOTED = 160;

    private TlsFailures() {}

    static boolean isTls(Throwable cause) {
        return cause instanceof SSLException || unwrapped(cause) instanceof SSLException;
    }

    static TlsFailedException of(Address peer, Throwable thrown) {
        Throwable cause = unwrapped(thrown);
        String said =
                Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
        String text =
                "TLS with " + peer + " failed: " + (said.length() > QUOTED ? said.substring(0, QUOTED) + "..." : said);
        return isForAnotherName(cause) ? new VerificationException(text, cause) : new TlsFailedException(text, cause);
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable inner = thrown.getCause();
        return thrown instanceof DecoderException && inner != null ? inner : thrown;
    }

    /** The JDK has no type of its own for a certificate that is good but not for the name; only the text tells. */
    private static boolean isForAnotherName(Throwable cause) {
        for (@Nullable Throwable each = cause; each != null; each = each.getCause()) {
            if (each.getClass() == CertificateException.class) {
                String said = String.valueOf(each.getMessage());
                return said.startsWith("No name matching") || said.startsWith("No subject alternative");
            }
        }
        return false;
    }
}
