/* SPDX-License-Identifier: MIT */
/**
 * Where a connection comes from and goes to, as immutable values.
 *
 * <p>Start with {@link io.netwist.bridge.address.Address}; every kind is a record whose text is the endpoint form, for
 * example {@code tcp:127.0.0.1:8000}. Nothing here resolves a name or touches a socket.
 *
 * <p>Threading: values, usable anywhere. Source: {@code twisted.internet.address}.
 */
@NullMarked
package io.netwist.bridge.address;

import org.jspecify.annotations.NullMarked;
