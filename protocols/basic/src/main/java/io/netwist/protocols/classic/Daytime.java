/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.classic;

import io.netwist.bridge.Transport;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Sends the date and the time of day in words, in UTC, and closes.
 *
 * <p>Source: {@code twisted.protocols.wire.Daytime}, RFC 867.
 */
public final class Daytime extends OneAnswer {

    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final InstantSource clock;

    /** Makes one that goes by the system's clock. */
    public Daytime() {
        this(InstantSource.system());
    }

    /**
     * Makes one, for one connection.
     *
     * @param clock tells the time of day
     */
    public Daytime(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    void answer(Transport transport) {
        transport.write(FORM.format(clock.instant()) + "\r\n");
    }
}
