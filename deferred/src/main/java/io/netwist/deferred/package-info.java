/* SPDX-License-Identifier: MIT */
/** Results that do not exist yet. */
@NullMarked
package io.netwist.deferred;

import org.jspecify.annotations.NullMarked;
