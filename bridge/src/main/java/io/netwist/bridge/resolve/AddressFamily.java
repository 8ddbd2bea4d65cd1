/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.resolve;

/** Which addresses are wanted. */
public enum AddressFamily {
    /** IPv4 and IPv6. */
    ANY,
    /** IPv4 only. */
    IPV4,
    /** IPv6 only. */
    IPV6
}
