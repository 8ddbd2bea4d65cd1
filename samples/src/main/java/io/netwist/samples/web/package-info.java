/* SPDX-License-Identifier: MIT */
/**
 * Whole sites: {@link io.netwist.samples.web.WebChat}, a chat in the browser.
 *
 * <p>Threading: the reactor's thread, so what the users share needs no lock. Source: Twisted's web examples.
 */
@NullMarked
package io.netwist.samples.web;

import org.jspecify.annotations.NullMarked;
