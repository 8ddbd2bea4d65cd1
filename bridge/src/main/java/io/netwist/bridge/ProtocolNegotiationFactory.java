/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import java.util.List;

/**
 * A factory whose protocols depend on what both sides agree to speak (ALPN).
 *
 * <p>Over TLS its list takes the place of the options'. Source: {@code IProtocolNegotiationFactory}.
 *
 * @param <P> the protocols made
 */
public interface ProtocolNegotiationFactory<P extends Protocol> extends Factory<P> {

    /**
     * What the protocols of this factory can speak.
     *
     * @return for example {@code h2} and {@code http/1.1}, the best first
     */
    List<String> acceptableProtocols();
}
