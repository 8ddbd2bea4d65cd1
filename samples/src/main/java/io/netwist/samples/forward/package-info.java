/* SPDX-License-Identifier: MIT */
/**
 * A TCP port forwarder: {@link io.netwist.samples.forward.PortForwarder}.
 *
 * <p>Threading: the reactor's thread, which is the one that called {@code main}. Source: {@code
 * twisted.protocols.portforward}.
 */
@NullMarked
package io.netwist.samples.forward;

import org.jspecify.annotations.NullMarked;
