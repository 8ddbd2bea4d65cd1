/* SPDX-License-Identifier: MIT */
/**
 * {@code netwistd web}: serves files over HTTP.
 *
 * <p>Threading: the reactor's thread. Source: {@code twisted.web.tap}.
 */
@NullMarked
package io.netwist.services.web;

import org.jspecify.annotations.NullMarked;
