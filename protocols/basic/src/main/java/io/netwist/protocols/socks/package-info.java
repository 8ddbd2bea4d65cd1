/* SPDX-License-Identifier: MIT */
/**
 * A SOCKS proxy: version 4, 4a and 5.
 *
 * <ul>
 *   <li>{@link io.netwist.protocols.socks.SocksServer}: the factory of a proxy
 *   <li>{@link io.netwist.protocols.socks.SocksRules}: whom it serves, and where to
 *   <li>{@link io.netwist.protocols.socks.SocksRequest}: what a client asks for
 * </ul>
 *
 * <p>The bytes are Netty's: {@code io.netty.handler.codec.socksx}. Threading: the reactor's thread. Source: {@code
 * twisted.protocols.socks}; the SOCKS 4 and 4a memos of Ying-Da Lee, RFC 1928, RFC 1929. GSSAPI and UDP ASSOCIATE are not
 * there.
 */
@NullMarked
package io.netwist.protocols.socks;

import org.jspecify.annotations.NullMarked;
