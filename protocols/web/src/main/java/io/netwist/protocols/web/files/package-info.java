/* SPDX-License-Identifier: MIT */
/**
 * Files and directories as resources.
 *
 * <ul>
 *   <li>{@link io.netwist.protocols.web.files.StaticFile}: a file or a directory tree, served as it is
 *   <li>{@link io.netwist.protocols.web.files.StaticFileOptions}: index names, listings, links, types
 *   <li>{@link io.netwist.protocols.web.files.MimeTypes}: extensions and what they mean
 * </ul>
 *
 * <p>Threading: the reactor's thread. Files are looked for, opened and listed on threads of the reactor's pool; a file that
 * was served before is only looked at again on the reactor's own thread, which takes microseconds. Source: {@code
 * twisted.web.static}.
 */
@NullMarked
package io.netwist.protocols.web.files;

import org.jspecify.annotations.NullMarked;
