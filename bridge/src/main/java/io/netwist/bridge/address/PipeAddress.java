/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.address;

/** The marker for a connection over pipes, such as standard input and output: {@code _PipeAddress} in Twisted. */
public record PipeAddress() implements Address {

    @Override
    public String toString() {
        return "stdio:";
    }
}
