/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import io.netwist.deferred.Deferred;

/** Answers the boxes of one command. */
@FunctionalInterface
interface Responder {
    Deferred<Answer> respond(Box request, Amp amp) throws Exception;
}
