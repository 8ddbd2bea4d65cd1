/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netwist.protocols.web.wire.UrlPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The target of a request: host, path and query, and how far down the path the search for a resource has come. */
final class RequestTarget {

    /** From an absolute target; null otherwise. */
    private final @Nullable String authority;

    private final String path;
    private final @Nullable String query;

    /** Null until a resource that is no leaf is met; a leaf at the top never needs it. */
    private @Nullable List<String> segments;

    private int position;

    private RequestTarget(@Nullable String authority, String path, @Nullable String query) {
        this.authority = authority;
        this.path = path;
        this.query = query;
    }

    /** Null if it is neither a path nor an absolute http URL nor the asterisk. */
    static @Nullable RequestTarget parse(String target) {
        if (target.charAt(0) == '/') {
            return of(null, target);
        }
        if (target.equals("*")) {
            return of(null, target);
        }
        boolean http = target.regionMatches(true, 0, "http://", 0, 7);
        if (!http && !target.regionMatches(true, 0, "https://", 0, 8)) {
            return null;
        }
        int start = http ? 7 : 8;
        int end = start;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        String authority = target.substring(start, end);
        if (authority.isEmpty() || authority.indexOf('@') >= 0) {
            return null;
        }
        String rest = target.substring(end);
        return of(authority, rest.startsWith("/") ? rest : "/" + rest);
    }

    /** Null if the target is not one for the method. */
    static @Nullable RequestTarget of(HttpRequest message) {
        return message.method().equals(HttpMethod.CONNECT) ? ofTunnel(message.uri()) : parse(message.uri());
    }

    /** Of a CONNECT: host and port and nothing else, RFC 9112 section 3.2.3. Null if it is not that. */
    static @Nullable RequestTarget ofTunnel(String target) {
        int colon = target.lastIndexOf(':');
        boolean well = colon > 0
                && target.length() - colon <= 6
                && target.indexOf('/') < 0
                && target.indexOf('@') < 0
                && (target.indexOf(':') == colon || (target.charAt(0) == '[' && target.charAt(colon - 1) == ']'))
                && target.substring(colon + 1).chars().allMatch(c -> c >= '0' && c <= '9')
                && colon + 1 < target.length();
        return well ? new RequestTarget(target, "/", null) : null;
    }

    private static RequestTarget of(@Nullable String authority, String pathAndQuery) {
        int question = pathAndQuery.indexOf('?');
        return question < 0
                ? new RequestTarget(authority, pathAndQuery, null)
                : new RequestTarget(
                        authority, pathAndQuery.substring(0, question), pathAndQuery.substring(question + 1));
    }

    String path() {
        return path;
    }

    /** For the server as a whole: {@code OPTIONS *}. */
    boolean isAsterisk() {
        return path.equals("*");
    }

    @Nullable
    String query() {
        return query;
    }

    @Nullable
    String authority() {
        return authority;
    }

    /** Without its port; an IPv6 address without its brackets. */
    String hostname(@Nullable String hostHeader) {
        String host = authority != null ? authority : hostHeader;
        if (host == null) {
            return "";
        }
        if (host.startsWith("[")) {
            int close = host.indexOf(']');
            return close < 0 ? host : host.substring(1, close);
        }
        int colon = host.indexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    /** Whether the path is UTF-8 when decoded. */
    boolean isDecodable() {
        return path.indexOf('%') < 0 || UrlPath.segments(path) != null;
    }

    private List<String> segments() {
        List<String> known = segments;
        if (known == null) {
            known = UrlPath.segments(path);
            if (known == null) {
                known = List.of();
            }
            segments = known;
        }
        return known;
    }

    @Nullable
    String next() {
        List<String> all = segments();
        return position < all.size() ? all.get(position++) : null;
    }

    void back() {
        position--;
    }

    /** What is still to be looked for becomes another path. */
    void replaceRest(List<String> rest) {
        List<String> all = new ArrayList<>(segments().subList(0, position));
        all.addAll(rest);
        segments = all;
    }

    List<String> prepath() {
        return List.copyOf(segments().subList(0, position));
    }

    List<String> postpath() {
        return List.copyOf(segments().subList(position, segments().size()));
    }
}
