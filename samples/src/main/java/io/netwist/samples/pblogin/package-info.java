/* SPDX-License-Identifier: MIT */
/**
 * The echo object for those who log in: {@link io.netwist.samples.pblogin.EchoPortal}, and a client of it.
 *
 * <p>Threading: the reactor's thread. Source: Twisted's {@code pbecho.py} and {@code pbechoclient.py}.
 */
@NullMarked
package io.netwist.samples.pblogin;

import org.jspecify.annotations.NullMarked;
