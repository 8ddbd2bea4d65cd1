/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

/**
 * A connection did not begin with a PROXY header. Source: {@code twisted.protocols.haproxy._exceptions}, whose three kinds
 * are {@link Problem}.
 */
public final class InvalidProxyHeaderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Problem problem;

    /** What is wrong. */
    public enum Problem {
        /** It is no PROXY header: {@code InvalidProxyHeader}. */
        HEADER,
        /** The family or protocol is none that we know: {@code InvalidNetworkProtocol}. */
        NETWORK_PROTOCOL,
        /** An address or port is missing or none: {@code MissingAddressData}. */
        ADDRESS
    }

    InvalidProxyHeaderException(Problem problem, String message) {
        super(message, null, true, false);
        this.problem = problem;
    }

    /**
     * What is wrong.
     *
     * @return the kind
     */
    public Problem problem() {
        return problem;
    }
}
