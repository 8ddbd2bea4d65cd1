/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import org.jspecify.annotations.Nullable;

/**
 * One of several results, and whose it is.
 *
 * @param <T> the type of the value
 * @param index the place of the Deferred among those that were given, from 0
 * @param value its value
 */
public record Indexed<T extends @Nullable Object>(int index, T value) {}
