/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.address;

/**
 * The file of a UNIX-domain socket. Source: {@code twisted.internet.address.UNIXAddress}.
 *
 * @param path the file's path; empty for a peer that has no name
 */
public record UnixAddress(String path) implements Address {

    @Override
    public String toString() {
        return "unix:" + Hosts.escape(path);
    }
}
