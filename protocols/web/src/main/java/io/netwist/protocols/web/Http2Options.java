/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import java.time.Duration;
import java.util.Objects;

/**
 * Whether a site speaks HTTP/2, and what a client may ask of it there. Immutable; the {@code with} methods make changed
 * copies.
 *
 * <table>
 * <caption>What bounds a client, beside the limits of {@link SiteOptions}</caption>
 * <tr><th>limit</th><th>default</th><th>past it</th></tr>
 * <tr><td>maxStreams</td><td>100 at a time</td><td>the stream is refused</td></tr>
 * <tr><td>window</td><td>64 KiB of a request's body that we have not taken yet</td><td>the client must wait</td></tr>
 * <tr><td>maxResets</td><td>200 streams given up, by either side, in resetPeriod, 30 s</td>
 *     <td>GOAWAY with ENHANCE_YOUR_CALM</td></tr>
 * <tr><td>maxControlFrames</td><td>1000 answers to pings and the like that the client does not read</td>
 *     <td>GOAWAY with ENHANCE_YOUR_CALM</td></tr>
 * </table>
 *
 * @param enabled whether HTTP/2 is offered, over TLS and in the clear
 * @param maxStreams requests of one connection at a time
 * @param window bytes
 * @param maxResets a count
 * @param resetPeriod in which they are counted, in whole seconds
 * @param maxControlFrames a count
 */
public record Http2Options(
        boolean enabled, int maxStreams, int window, int maxResets, Duration resetPeriod, int maxControlFrames) {

    private static final Http2Options DEFAULTS =
            new Http2Options(true, 100, 64 * 1024 - 1, 200, Duration.ofSeconds(30), 1000);

    /**
     * Checks the values.
     *
     * @param enabled whether
     * @param maxStreams 1 or more
     * @param window 65535 or more
     * @param maxResets 1 or more
     * @param resetPeriod a second or more
     * @param maxControlFrames 1 or more
     * @throws IllegalArgumentException names the value that cannot be
     */
    public Http2Options {
        Objects.requireNonNull(resetPeriod, "resetPeriod");
        atLeast("maxStreams", maxStreams, 1);
        atLeast("window", window, 65535);
        atLeast("maxResets", maxResets, 1);
        atLeast("resetPeriod", resetPeriod.toSeconds(), 1);
        atLeast("maxControlFrames", maxControlFrames, 1);
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + " or more)");
        }
    }

    /**
     * HTTP/2 with the values of the table above.
     *
     * @return the defaults
     */
    public static Http2Options defaults() {
        return DEFAULTS;
    }

    /**
     * The same with or without HTTP/2.
     *
     * @param offered whether
     * @return the changed copy
     */
    public Http2Options withEnabled(boolean offered) {
        return new Http2Options(offered, maxStreams, window, maxResets, resetPeriod, maxControlFrames);
    }

    /**
     * The same with other limits on streams.
     *
     * @param atATime requests of one connection
     * @param windowBytes bytes of a body on their way
     * @return the changed copy
     */
    public Http2Options withStreams(int atATime, int windowBytes) {
        return new Http2Options(enabled, atATime, windowBytes, maxResets, resetPeriod, maxControlFrames);
    }

    /**
     * The same with other defences.
     *
     * @param resets that a client may cause
     * @param period in which they are counted
     * @param controlFrames answers that a client may leave unread
     * @return the changed copy
     */
    public Http2Options withDefences(int resets, Duration period, int controlFrames) {
        return new Http2Options(enabled, maxStreams, window, resets, period, controlFrames);
    }
}
