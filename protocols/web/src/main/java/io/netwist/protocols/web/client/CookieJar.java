/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.handler.codec.http.cookie.ClientCookieDecoder;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.util.NetUtil;
import io.netwist.deferred.time.ReactorTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The cookies that servers have set, and the rules for whom they are sent back to: host or domain, path, TLS, age. The port
 * makes no difference. Kept in memory: at most 50 for a domain and 3000 in all, the oldest go first.
 *
 * <p>A cookie for a domain of one label ({@code com}) is refused; lists of public suffixes are not consulted, so {@code
 * co.uk} is not. Threading: the reactor's thread. Source: {@code twisted.web.client.CookieAgent}; RFC 6265 section 5.
 */
public final class CookieJar {

    private static final int PER_DOMAIN = 50;
    private static final int ALL = 3000;

    private final ReactorTime time;

    /** The oldest first. */
    private final List<Kept> cookies = new ArrayList<>();

    /** What a server set; {@code ends} in the reactor's nanoseconds, or Long.MAX_VALUE for the life of the jar. */
    private record Kept(
            String name, String value, String domain, boolean hostOnly, String path, boolean secure, long ends) {

        boolean isSameAs(Kept other) {
            return name.equals(other.name) && domain.equals(other.domain) && path.equals(other.path);
        }
    }

    /**
     * An empty jar.
     *
     * @param time the reactor
     */
    public CookieJar(ReactorTime time) {
        this.time = time;
    }

    /**
     * How many cookies there are.
     *
     * @return without those that are over
     */
    public int size() {
        dropExpired();
        return cookies.size();
    }

    /** Forgets all cookies. */
    public void clear() {
        cookies.clear();
    }

    /**
     * What to send.
     *
     * @param url of the request
     * @return the value of a Cookie header, or null if there is nothing to send
     * @throws IllegalArgumentException if it is no http or https URL
     */
    public @Nullable String header(String url) {
        Target target = Target.parse(url);
        dropExpired();
        String host = target.host().toLowerCase(Locale.ROOT);
        String path = pathOf(target);
        List<Kept> sent = new ArrayList<>();
        for (Kept cookie : cookies) {
            boolean there = cookie.hostOnly() ? host.equals(cookie.domain()) : isWithin(host, cookie.domain());
            if (there && isBeneath(path, cookie.path()) && (target.secure() || !cookie.secure())) {
                sent.add(cookie);
            }
        }
        if (sent.isEmpty()) {
            return null;
        }
        sent.sort(Comparator.comparing((Kept cookie) -> -cookie.path().length()));
        StringBuilder header = new StringBuilder();
        for (Kept cookie : sent) {
            header.append(header.length() == 0 ? "" : "; ")
                    .append(cookie.name())
                    .append('=')
                    .append(cookie.value());
        }
        return header.toString();
    }

    /**
     * Keeps what a response set.
     *
     * @param url of the request
     * @param headers each the value of a Set-Cookie header; those that make no sense, or are not for this host, are
     *     ignored
     * @throws IllegalArgumentException if it is no http or https URL
     */
    public void store(String url, List<String> headers) {
        Target target = Target.parse(url);
        for (String header : headers) {
            Cookie cookie = ClientCookieDecoder.LAX.decode(header);
            Kept kept = cookie == null ? null : accept(cookie, target);
            if (kept != null) {
                cookies.removeIf(kept::isSameAs);
                if (kept.ends() > time.nanoTime()) {
                    cookies.add(kept);
                    bound(kept.domain());
                }
            }
        }
    }

    private @Nullable Kept accept(Cookie cookie, Target target) {
        String host = target.host().toLowerCase(Locale.ROOT);
        String domain = cookie.domain() == null ? "" : cookie.domain().toLowerCase(Locale.ROOT);
        domain = domain.startsWith(".") ? domain.substring(1) : domain;
        boolean hostOnly = domain.isEmpty();
        boolean foreign = !hostOnly && (!isWithin(host, domain) || (domain.indexOf('.') < 0 && !domain.equals(host)));
        if (foreign || (cookie.isSecure() && !target.secure())) {
            return null;
        }
        String path = cookie.path();
        if (path == null || !path.startsWith("/")) {
            String asked = pathOf(target);
            path = asked.substring(0, Math.max(1, asked.lastIndexOf('/')));
        }
        long age = cookie.maxAge();
        long ends = Long.MAX_VALUE;
        if (age <= 0 && age != Cookie.UNDEFINED_MAX_AGE) {
            ends = time.nanoTime();
        } else if (age != Cookie.UNDEFINED_MAX_AGE && age < Integer.MAX_VALUE) {
            ends = time.nanoTime() + age * 1_000_000_000L;
        }
        return new Kept(
                cookie.name(), cookie.value(), hostOnly ? host : domain, hostOnly, path, cookie.isSecure(), ends);
    }

    private void bound(String domain) {
        long there =
                cookies.stream().filter(each -> each.domain().equals(domain)).count();
        for (int i = 0; i < cookies.size() && there > PER_DOMAIN; i++) {
            if (cookies.get(i).domain().equals(domain)) {
                cookies.remove(i--);
                there--;
            }
        }
        if (cookies.size() > ALL) {
            cookies.remove(0);
        }
    }

    private void dropExpired() {
        long now = time.nanoTime();
        cookies.removeIf(each -> each.ends() != Long.MAX_VALUE && each.ends() - now <= 0);
    }

    private static String pathOf(Target target) {
        int query = target.path().indexOf('?');
        return query < 0 ? target.path() : target.path().substring(0, query);
    }

    private static boolean isWithin(String host, String domain) {
        if (host.equals(domain)) {
            return true;
        }
        boolean address = NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
        return !address && host.endsWith('.' + domain);
    }

    private static boolean isBeneath(String path, String root) {
        return path.equals(root)
                || (path.startsWith(root) && (root.endsWith("/") || path.charAt(root.length()) == '/'));
    }
}
