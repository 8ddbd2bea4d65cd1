/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.tls;

/** What a client checks of its server's certificate. */
public enum PeerVerification {
    /** That somebody we trust vouches for it, and that it is for the host we wanted. */
    CHAIN_AND_NAME,
    /** That somebody we trust vouches for it; whoever they vouch for may pose as the host. */
    CHAIN,
    /** Nothing: anybody may pose as the host. For tests, and where the key is checked by other means. */
    NONE
}
