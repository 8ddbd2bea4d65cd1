/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

/** Bytes that are always the same. Source: {@code twisted.web.static.Data}. */
public final class Data extends Resource {

    private final Rendering whole;

    /**
     * Makes one.
     *
     * @param bytes copied
     * @param contentType for example {@code image/png}
     */
    public Data(byte[] bytes, String contentType) {
        this.whole = Rendering.bytes(bytes.clone(), contentType);
    }

    @Override
    protected Rendering render_GET(Request request) {
        return whole;
    }
}
