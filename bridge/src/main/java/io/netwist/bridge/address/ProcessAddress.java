/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.address;

/** The marker for a connection to a child process: {@code _ProcessAddress} in Twisted. */
public record ProcessAddress() implements Address {

    @Override
    public String toString() {
        return "process:";
    }
}
