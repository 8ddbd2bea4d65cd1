/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A proxy for an {@link Agent}.
 *
 * @param host a name or an address
 * @param port where it listens
 * @param authorization what the Proxy-Authorization header says, or null for none
 */
public record HttpProxy(String host, int port, @Nullable String authorization) {

    /**
     * Checks the values.
     *
     * @param host not empty
     * @param port 1..65535
     * @param authorization or null
     * @throws IllegalArgumentException names the value that cannot be
     */
    public HttpProxy {
        Objects.requireNonNull(host, "host");
        if (host.isEmpty() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("proxy: " + host + ':' + port + " (expected: a host and a port)");
        }
        if (authorization != null && !authorization.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("proxy: the authorization for " + host + ':' + port
                    + " has characters in it that no header may have (expected: printable ASCII)");
        }
    }

    /**
     * Reads the usual form.
     *
     * @param url for example {@code http://user:password@proxy.example:3128}
     * @return the proxy, with the credentials for Basic if there are some
     * @throws IllegalArgumentException if it is another URL; its password is not in the message
     */
    public static HttpProxy parse(String url) {
        URI uri = URI.create(url);
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 0) {
            throw new IllegalArgumentException("proxy: a URL of scheme " + uri.getScheme() + ", host " + uri.getHost()
                    + ", port " + uri.getPort() + " (expected: http://HOST:PORT)");
        }
        String user = uri.getUserInfo();
        String host = uri.getHost();
        return new HttpProxy(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                uri.getPort(),
                user == null
                        ? null
                        : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String toString() {
        return host + ':' + port; // No password.
    }
}
