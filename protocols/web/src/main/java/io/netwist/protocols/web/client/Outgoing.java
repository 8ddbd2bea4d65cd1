/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request as it goes out.
 *
 * @param url as the caller gave it
 * @param head complete, with the headers that frame the body
 * @param bytes all of the body, or null
 * @param producer makes the body, or null
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Outgoing(
        String url,
        HttpRequest head,
        byte @Nullable [] bytes,
        @Nullable BodyProducer producer) {

    boolean hasBody() {
        return producer != null || (bytes != null && bytes.length > 0);
    }
}
