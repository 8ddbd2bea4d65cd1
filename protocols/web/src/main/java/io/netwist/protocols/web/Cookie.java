/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netwist.protocols.web.wire.Validators;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cookie to set: {@code request.addCookie(Cookie.of("theme", "dark").withPath("/"))}. Immutable.
 *
 * <p>Errors: text that cannot stand in a Set-Cookie header is refused and not repaired. Source: RFC 6265 section 4.1.
 *
 * @param name a token
 * @param value without blanks, quotes, commas, semicolons and backslashes
 * @param path what beneath which it is sent back, or null for where it was set
 * @param domain the domain that it is sent back to, or null for this host alone
 * @param expires when it ends, or null
 * @param maxAge how long it lives, or null for until the browser is closed
 * @param secure whether it is sent back over TLS only
 * @param httpOnly whether scripts cannot read it
 * @param sameSite whether requests that other sites cause carry it, or null for the browser's default
 */
public record Cookie(
        String name,
        String value,
        @Nullable String path,
        @Nullable String domain,
        @Nullable Instant expires,
        @Nullable Duration maxAge,
        boolean secure,
        boolean httpOnly,
        @Nullable SameSite sameSite) {

    /** Whether requests that other sites cause carry a cookie. */
    public enum SameSite {
        /** Never. */
        STRICT("Strict"),
        /** When the user follows a link. */
        LAX("Lax"),
        /** Always; browsers want it secure then. */
        NONE("None");

        private final String text;

        SameSite(String text) {
            this.text = text;
        }
    }

    /**
     * Checks the values.
     *
     * @param name a token
     * @param value cookie octets
     * @param path or null
     * @param domain or null
     * @param expires or null
     * @param maxAge or null
     * @param secure over TLS only
     * @param httpOnly not for scripts
     * @param sameSite or null
     * @throws IllegalArgumentException names the value that cannot be
     */
    public Cookie {
        boolean token = !name.isEmpty() && name.chars().allMatch(c -> isOctet(c) && "()<>@:/[]?={}".indexOf(c) < 0);
        check(token, "name", name, "a token");
        check(value.chars().allMatch(Cookie::isOctet), "value", value, "no blanks, quotes, commas or semicolons");
        check(isAttribute(path), "path", path, "no semicolons or control bytes");
        check(isAttribute(domain), "domain", domain, "no semicolons or control bytes");
    }

    private static boolean isOctet(int c) {
        return c > ' ' && c < 0x7f && "\",;\\".indexOf(c) < 0;
    }

    private static boolean isAttribute(@Nullable String text) {
        return text == null || text.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != ';');
    }

    private static void check(boolean well, String what, @Nullable String value, String expected) {
        if (!well) {
            throw new IllegalArgumentException("cookie's " + what + ": " + value + " (expected: " + expected + ")");
        }
    }

    /**
     * A cookie for this host, until the browser is closed.
     *
     * @param name a token
     * @param value cookie octets
     * @return the cookie
     */
    public static Cookie of(String name, String value) {
        return new Cookie(name, value, null, null, null, null, false, false, null);
    }

    /**
     * The same beneath a path.
     *
     * @param where for example {@code /}
     * @return the changed copy
     */
    public Cookie withPath(String where) {
        return new Cookie(name, value, where, domain, expires, maxAge, secure, httpOnly, sameSite);
    }

    /**
     * The same for a domain and all beneath it.
     *
     * @param where for example {@code example.org}
     * @return the changed copy
     */
    public Cookie withDomain(String where) {
        return new Cookie(name, value, path, where, expires, maxAge, secure, httpOnly, sameSite);
    }

    /**
     * The same until a time.
     *
     * @param end when
     * @return the changed copy
     */
    public Cookie withExpires(Instant end) {
        return new Cookie(name, value, path, domain, end, maxAge, secure, httpOnly, sameSite);
    }

    /**
     * The same for a time.
     *
     * @param age zero deletes it
     * @return the changed copy
     */
    public Cookie withMaxAge(Duration age) {
        return new Cookie(name, value, path, domain, expires, age, secure, httpOnly, sameSite);
    }

    /**
     * The same over TLS only, or not.
     *
     * @param overTls whether
     * @return the changed copy
     */
    public Cookie withSecure(boolean overTls) {
        return new Cookie(name, value, path, domain, expires, maxAge, overTls, httpOnly, sameSite);
    }

    /**
     * The same hidden from scripts, or not.
     *
     * @param hidden whether
     * @return the changed copy
     */
    public Cookie withHttpOnly(boolean hidden) {
        return new Cookie(name, value, path, domain, expires, maxAge, secure, hidden, sameSite);
    }

    /**
     * The same with a rule for requests that other sites cause.
     *
     * @param rule the rule
     * @return the changed copy
     */
    public Cookie withSameSite(SameSite rule) {
        return new Cookie(
                name, value, path, domain, expires, maxAge, secure, httpOnly, Objects.requireNonNull(rule, "rule"));
    }

    /** The value of the Set-Cookie header. */
    String header() {
        StringBuilder out = new StringBuilder(name).append('=').append(value);
        if (expires != null) {
            out.append("; Expires=").append(Validators.formatDate(expires.getEpochSecond()));
        }
        if (domain != null) {
            out.append("; Domain=").append(domain);
        }
        if (path != null) {
            out.append("; Path=").append(path);
        }
        if (maxAge != null) {
            out.append("; Max-Age=").append(maxAge.toSeconds());
        }
        if (secure) {
            out.append("; Secure");
        }
        if (httpOnly) {
            out.append("; HttpOnly");
        }
        if (sameSite != null) {
            out.append("; SameSite=").append(sameSite.text);
        }
        return out.toString();
    }

    /** Looks for a cookie in a Cookie header; null if it is not there. */
    static @Nullable String find(String header, String name) {
        for (String pair : header.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).stripLeading().equals(name)) {
                return pair.substring(equals + 1);
            }
        }
        return null;
    }
}
