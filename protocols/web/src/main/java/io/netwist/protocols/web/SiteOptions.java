/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Limits and time limits of a site. Immutable; the {@code with} methods make changed copies.
 *
 * <table>
 * <caption>What bounds a client</caption>
 * <tr><th>limit</th><th>default</th><th>past it</th></tr>
 * <tr><td>maxRequestLine</td><td>16384 bytes</td><td>414, end of the connection</td></tr>
 * <tr><td>maxHeaderBytes</td><td>16384 bytes</td><td>431, end of the connection</td></tr>
 * <tr><td>maxHeaderFields</td><td>500</td><td>431, end of the connection</td></tr>
 * <tr><td>maxBody</td><td>1 MiB</td><td>413, end of the connection</td></tr>
 * <tr><td>maxArguments</td><td>1000 fields of query and form</td><td>400</td></tr>
 * <tr><td>idleTimeout</td><td>60 s without a complete head or a piece of a body</td><td>end of the connection</td></tr>
 * <tr><td>abortTimeout</td><td>15 s for that end</td><td>reset</td></tr>
 * </table>
 *
 * @param maxRequestLine bytes, as for Twisted
 * @param maxHeaderBytes bytes of all header lines of a request, as for Twisted
 * @param maxHeaderFields as for Twisted
 * @param maxBody bytes of a request's body
 * @param maxArguments fields that query and form may have
 * @param idleTimeout zero for none
 * @param abortTimeout zero for none
 * @param displayTracebacks whether a 500 page shows the exception; for development only
 * @param server the Server header
 * @param accessLog hears of every answer, or null
 * @param sessions for {@link Request#getSession}
 * @param http2 whether and how HTTP/2 is spoken
 * @param tunnels whether CONNECT reaches the resources, for a proxy; 501 otherwise
 */
public record SiteOptions(
        int maxRequestLine,
        int maxHeaderBytes,
        int maxHeaderFields,
        long maxBody,
        int maxArguments,
        Duration idleTimeout,
        Duration abortTimeout,
        boolean displayTracebacks,
        String server,
        @Nullable AccessLog accessLog,
        SessionOptions sessions,
        Http2Options http2,
        boolean tunnels) {

    private static final SiteOptions DEFAULTS = new SiteOptions(
            16384,
            16384,
            500,
            1L << 20,
            1000,
            Duration.ofSeconds(60),
            Duration.ofSeconds(15),
            false,
            "Netwist",
            null,
            SessionOptions.defaults(),
            Http2Options.defaults(),
            false);

    /**
     * Checks the values.
     *
     * @param maxRequestLine bytes
     * @param maxHeaderBytes bytes
     * @param maxHeaderFields a count
     * @param maxBody bytes
     * @param maxArguments a count
     * @param idleTimeout zero for none
     * @param abortTimeout zero for none
     * @param displayTracebacks for development only
     * @param server printable ASCII
     * @param accessLog or null
     * @param sessions their time and number
     * @param http2 its limits
     * @param tunnels for a proxy
     * @throws IllegalArgumentException names the value that cannot be
     */
    public SiteOptions {
        atLeast("maxRequestLine", maxRequestLine, 16);
        atLeast("maxHeaderBytes", maxHeaderBytes, 16);
        atLeast("maxHeaderFields", maxHeaderFields, 1);
        atLeast("maxBody", maxBody, 0);
        atLeast("maxArguments", maxArguments, 0);
        atLeast("idleTimeout", idleTimeout.toNanos(), 0);
        atLeast("abortTimeout", abortTimeout.toNanos(), 0);
        Objects.requireNonNull(server, "server");
        if (!server.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("server: " + server + " (expected: printable ASCII)");
        }
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + " or more)");
        }
    }

    /**
     * The values of the table above, and no tracebacks.
     *
     * @return the defaults
     */
    public static SiteOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The same with other limits on the head of a request.
     *
     * @param requestLine bytes
     * @param headerBytes bytes
     * @param headerFields a count
     * @return the changed copy
     */
    public SiteOptions withHeadLimits(int requestLine, int headerBytes, int headerFields) {
        return new SiteOptions(
                requestLine,
                headerBytes,
                headerFields,
                maxBody,
                maxArguments,
                idleTimeout,
                abortTimeout,
                displayTracebacks,
                server,
                accessLog,
                sessions,
                http2,
                tunnels);
    }

    /**
     * The same with another limit on bodies.
     *
     * @param bytes 0 or more
     * @return the changed copy
     */
    public SiteOptions withMaxBody(long bytes) {
        return new SiteOptions(
                maxRequestLine,
                maxHeaderBytes,
                maxHeaderFields,
                bytes,
                maxArguments,
                idleTimeout,
                abortTimeout,
                displayTracebacks,
                server,
                accessLog,
                sessions,
                http2,
                tunnels);
    }

    /**
     * The same with another limit on fields.
     *
     * @param fields 0 or more
     * @return the changed copy
     */
    public SiteOptions withMaxArguments(int fields) {
        return new SiteOptions(
                maxRequestLine,
                maxHeaderBytes,
                maxHeaderFields,
                maxBody,
                fields,
                idleTimeout,
                abortTimeout,
                displayTracebacks,
                server,
                accessLog,
                sessions,
                http2,
                tunnels);
    }

    /**
     * The same with other time limits.
     *
     * @param idle zero for none
     * @param abort zero for none
     * @return the changed copy
     */
    public SiteOptions withTimeouts(Duration idle, Duration abort) {
        return new SiteOptions(
                maxRequestLine,
                maxHeaderBytes,
                maxHeaderFields,
                maxBody,
                maxArguments,
                idle,
                abort,
                displayTracebacks,
                server,
                accessLog,
                sessions,
                http2,
                tunnels);
    }

    /**
     * The same with exceptions shown to the client, or not.
     *
     * @param display true in development only
     * @return the changed copy
     */
    public SiteOptions withDisplayTracebacks(boolean display) {
        return new SiteOptions(
                maxRequestLine,
                maxHeaderBytes,
                maxHeaderFields,
                maxBody,
                maxArguments,
                idleTimeout,
                abortTimeout,
                display,
                server,
                accessLog,
                sessions,
                http2,
                tunnels);
    }

    /**
     * The same with another Server header.
     *
     * @param name printable ASCII
     * @return the changed copy
     */
    public SiteOptions withServer(String name) {
        return new SiteOptions(
                maxRequestLine,
                maxHeaderBytes,
                maxHeaderFields,
                maxBody,
                maxArguments,
                idleTimeout,
                abortTimeout,
                displayTracebacks,
                name,
                accessLog,
                sessions,
                http2,
                tunnels);
    }

    /**
     * The same with a log of all answers, or without.
     *
     * @param log null for none
     * @return the changed copy
     */
    public SiteOptions withAccessLog(@Nullable AccessLog log) {
        return new SiteOptions(
                maxRequestLine,
                maxHeaderBytes,
                maxHeaderFields,
                maxBody,
                maxArguments,
                idleTimeout,
                abortTimeout,
                displayTracebacks,
                server,
                log,
                sessions,
                http2,
                tunnels);
    }

    /**
     * The same with other sessions.
     *
     * @param options their time and number
     * @return the changed copy
     */
    public SiteOptions withSessions(SessionOptions options) {
        return new SiteOptions(
                maxRequestLine,
                maxHeaderBytes,
                maxHeaderFields,
                maxBody,
                maxArguments,
                idleTimeout,
                abortTimeout,
                displayTracebacks,
                server,
                accessLog,
                options,
                http2,
                tunnels);
    }

    /**
     * The same with other settings of HTTP/2.
     *
     * @param options its limits, or that there is none
     * @return the changed copy
     */
    public SiteOptions withHttp2(Http2Options options) {
        return new SiteOptions(
                maxRequestLine,
                maxHeaderBytes,
                maxHeaderFields,
                maxBody,
                maxArguments,
                idleTimeout,
                abortTimeout,
                displayTracebacks,
                server,
                accessLog,
                sessions,
                options,
                tunnels);
    }

    /**
     * The same with or without CONNECT, which asks for a connection to somewhere else.
     *
     * @param allowed whether it reaches the resources
     * @return the changed copy
     */
    public SiteOptions withTunnels(boolean allowed) {
        return new SiteOptions(
                maxRequestLine,
                maxHeaderBytes,
                maxHeaderFields,
                maxBody,
                maxArguments,
                idleTimeout,
                abortTimeout,
                displayTracebacks,
                server,
                accessLog,
                sessions,
                http2,
                allowed);
    }
}
