/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.wire;

import org.jspecify.annotations.Nullable;

/** Text made safe for HTML. Source: {@code twisted.web.util} and {@code html.escape}. */
public final class Html {

    private Html() {}

    /**
     * Escapes text for element content and for attribute values in either kind of quotes.
     *
     * @param text any text
     * @return the text with its five special characters replaced
     */
    public static String escape(CharSequence text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            String replacement = replacement(text.charAt(i));
            if (replacement != null && out == null) {
                out = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (out != null) {
                if (replacement != null) {
                    out.append(replacement);
                } else {
                    out.append(text.charAt(i));
                }
            }
        }
        return out == null ? text.toString() : out.toString();
    }

    private static @Nullable String replacement(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> null;
        };
    }
}
