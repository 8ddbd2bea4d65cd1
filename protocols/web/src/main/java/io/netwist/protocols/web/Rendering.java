/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netwist.deferred.Deferred;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a resource's {@code render_GET} and its kin return: a whole body, a promise of one, or the word that the resource
 * writes and finishes itself.
 *
 * <p>A Rendering says nothing about status and headers; those are set on the {@link Request}. It has no state, so one
 * made from constant text may be kept and returned for every request.
 */
public final class Rendering {

    /** The resource goes on with {@link Request#write} and ends with {@link Request#finish}. */
    public static final Rendering NOT_DONE_YET = new Rendering(new byte[0], null, null);

    private static final String HTML = "text/html; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    /** Never altered; shared by every request that is answered with it. */
    final byte[] body;

    /** Null: whatever the request says, or else the default. */
    final @Nullable CharSequence contentType;

    final @Nullable Deferred<? extends Rendering> later;

    private Rendering(byte[] body, @Nullable CharSequence contentType, @Nullable Deferred<? extends Rendering> later) {
        this.body = body;
        this.contentType = contentType;
        this.later = later;
    }

    /**
     * A page.
     *
     * @param page markup; escape what came from outside
     * @return text/html in UTF-8, unless the request's Content-Type was set
     */
    public static Rendering html(CharSequence page) {
        return new Rendering(page.toString().getBytes(StandardCharsets.UTF_8), HTML, null);
    }

    /**
     * Plain text.
     *
     * @param text any text
     * @return text/plain in UTF-8, unless the request's Content-Type was set
     */
    public static Rendering text(CharSequence text) {
        return new Rendering(text.toString().getBytes(StandardCharsets.UTF_8), TEXT, null);
    }

    /**
     * Bytes of the type that the request's Content-Type was set to, or else text/html, as in Twisted.
     *
     * @param body not copied: must not be altered afterwards
     * @return a whole body
     */
    public static Rendering bytes(byte[] body) {
        return new Rendering(Objects.requireNonNull(body, "body"), null, null);
    }

    /**
     * Bytes of a type.
     *
     * @param body not copied: must not be altered afterwards
     * @param contentType for example {@code image/png}; the request's own Content-Type wins
     * @return a whole body
     */
    public static Rendering bytes(byte[] body, String contentType) {
        return new Rendering(
                Objects.requireNonNull(body, "body"), Objects.requireNonNull(contentType, "contentType"), null);
    }

    /**
     * A body that does not exist yet.
     *
     * @param rendering taken over: its failure becomes a 500 page, and it is cancelled when the client goes away
     * @return a promise
     */
    public static Rendering later(Deferred<? extends Rendering> rendering) {
        return new Rendering(new byte[0], null, Objects.requireNonNull(rendering, "rendering"));
    }
}
