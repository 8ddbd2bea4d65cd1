/* SPDX-License-Identifier: MIT */
package io.netwist.samples.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Fetches a page and waits for it. The thread can do nothing else meanwhile: a thousand pages need a thousand threads. */
public final class BlockingFetch {

    private BlockingFetch() {}

    static String getPage(URI url) throws IOException {
        try (InputStream body = url.toURL().openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Prints a page, or why there is none.
     *
     * @param arguments a URL that begins with {@code http:}
     */
    public static void main(String[] arguments) {
        try {
            System.out.println(getPage(URI.create(arguments[0])));
        } catch (IOException e) {
            System.out.println("No page: " + e.getMessage());
        }
    }
}
