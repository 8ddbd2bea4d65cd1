/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a request goes.
 *
 * @param secure whether over TLS
 * @param host a name or an address, an IPv6 one without brackets
 * @param port never 0
 * @param hostHeader without the port if it is the scheme's own
 * @param path and query, in origin form
 */
record Target(boolean secure, String host, int port, String hostHeader, String path) {

    /** Throws IllegalArgumentException for what is no http or https URL. */
    static Target parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("url: " + url + " (expected: an absolute URL in ASCII)", e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https");
        if (!secure && !scheme.equals("http")) {
            throw new IllegalArgumentException("url: " + url + " (expected: a scheme of http or https)");
        }
        if (uri.getHost() == null || !url.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("url: " + url + " (expected: a host, and ASCII)");
        }
        int usual = secure ? 443 : 80;
        int port = uri.getPort() < 0 ? usual : uri.getPort();
        if (port == 0 || port > 65535) {
            throw new IllegalArgumentException("url: " + url + " (expected: a port of 1..65535)");
        }
        String bracketed = uri.getHost();
        String host = bracketed.startsWith("[") ? bracketed.substring(1, bracketed.length() - 1) : bracketed;
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new Target(
                secure,
                host,
                port,
                port == usual ? bracketed : bracketed + ':' + port,
                uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery());
    }

    /** Where a Location leads; what a URL cannot have in it is escaped, as browsers do. */
    static String resolve(String base, String location) {
        StringBuilder ascii = new StringBuilder();
        for (int i = 0; i < location.length(); i++) {
            char c = location.charAt(i);
            if (c > ' ' && c < 0x7f && "\"<>\\^`{|}".indexOf(c) < 0) {
                ascii.append(c);
            } else {
                ascii.append(String.format(Locale.ROOT, "%%%02X", c & 0xff));
            }
        }
        String reference = ascii.toString();
        int cut = reference.indexOf('#');
        String whole = cut < 0 ? reference : reference.substring(0, cut);
        String inherited = base.indexOf('#') < 0 ? "" : base.substring(base.indexOf('#'));
        String fragment = cut < 0 ? inherited : reference.substring(cut);
        String from = base.indexOf('#') < 0 ? base : base.substring(0, base.indexOf('#'));
        if (whole.isEmpty()) {
            return from + fragment;
        }
        try {
            if (whole.startsWith("?")) { // URI drops the last segment here.
                int query = from.indexOf('?');
                return (query < 0 ? from : from.substring(0, query)) + whole + fragment;
            }
            URI root = new URI(from);
            if (root.getRawPath().isEmpty()) {
                root = root.resolve("/");
            }
            return root.resolve(new URI(whole)) + fragment;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("Location: " + location + " (expected: a URL)", e);
        }
    }

    /** Connections to it serve every target with the same key. */
    String key() {
        return (secure ? "https " : "http ") + host.toLowerCase(Locale.ROOT) + ' ' + port;
    }
}
