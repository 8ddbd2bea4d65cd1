/* SPDX-License-Identifier: MIT */
/**
 * Checkers from text, for command lines and configuration files: {@code file:/etc/users}.
 *
 * <ul>
 *   <li>{@link io.netwist.protocols.cred.strcred.Checkers}: {@code fromString}, and what types there are
 *   <li>{@link io.netwist.protocols.cred.strcred.CheckerMaker}: one type; found by {@link java.util.ServiceLoader}
 * </ul>
 *
 * <p>Threading: any one. Source: {@code twisted.cred.strcred}.
 */
@NullMarked
package io.netwist.protocols.cred.strcred;

import org.jspecify.annotations.NullMarked;
