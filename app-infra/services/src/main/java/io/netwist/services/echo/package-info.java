/* SPDX-License-Identifier: MIT */
/**
 * {@code netwistd echo}: sends back what it receives.
 *
 * <p>Threading: the reactor's thread. Source: RFC 862 and {@code twisted.protocols.wire.Echo}.
 */
@NullMarked
package io.netwist.services.echo;

import org.jspecify.annotations.NullMarked;
