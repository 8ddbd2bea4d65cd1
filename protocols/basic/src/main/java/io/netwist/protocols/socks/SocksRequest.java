/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.socks;

import io.netwist.bridge.address.Address;

/**
 * What a client of the proxy asks for.
 *
 * @param version 4 or 5
 * @param bind whether it waits for a connection from there, rather than wanting one to there
 * @param host a name or an IP literal
 * @param port 0 to 65535
 * @param user who it is: checked in version 5 with a password, a mere claim in version 4; empty if it did not say
 * @param client where it asks from
 */
public record SocksRequest(int version, boolean bind, String host, int port, String user, Address client) {}
