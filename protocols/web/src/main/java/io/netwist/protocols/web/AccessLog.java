/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import java.util.function.Consumer;

/**
 * Hears of every answer that was finished: {@code SiteOptions.defaults().withAccessLog(AccessLog.combined(out::println))}.
 *
 * <p>Threading: the reactor's thread; what blocks here blocks everybody. Source: {@code
 * twisted.web.iweb.IAccessLogFormatter}.
 */
@FunctionalInterface
public interface AccessLog {

    /**
     * An answer was finished.
     *
     * @param request tells what was asked, {@link Request#responseCode} and {@link Request#sentLength} what was answered
     */
    void answered(Request request);

    /**
     * Lines in the combined format that every log analyser knows.
     *
     * @param lines gets each without a line end
     * @return a log
     */
    static AccessLog combined(Consumer<? super String> lines) {
        CombinedLine format = new CombinedLine();
        return request ->
                lines.accept(format.of(request, request.getClientAddress().host()));
    }

    /**
     * The same for a server behind a proxy: the client is the first address of X-Forwarded-For. Whoever can reach the
     * server without the proxy can write what it likes there.
     *
     * @param lines gets each without a line end
     * @return a log
     */
    static AccessLog combinedBehindProxy(Consumer<? super String> lines) {
        CombinedLine format = new CombinedLine();
        return request -> {
            String forwarded = request.getHeader("X-Forwarded-For");
            String client = forwarded == null ? request.getClientAddress().host() : forwarded.split(",", -1)[0].trim();
            lines.accept(format.of(request, client));
        };
    }
}
