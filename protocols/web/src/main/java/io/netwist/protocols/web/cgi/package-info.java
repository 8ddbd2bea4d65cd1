/* SPDX-License-Identifier: MIT */
/**
 * Programs that answer requests: the Common Gateway Interface.
 *
 * <ul>
 *   <li>{@link io.netwist.protocols.web.cgi.CgiScript}: one program, perhaps run by another
 *   <li>{@link io.netwist.protocols.web.cgi.CgiDirectory}: a directory of them
 * </ul>
 *
 * <p>Threading: the reactor's thread; files are looked for on its pool. Source: {@code twisted.web.twcgi}; RFC 3875.
 */
@NullMarked
package io.netwist.protocols.web.cgi;

import org.jspecify.annotations.NullMarked;
