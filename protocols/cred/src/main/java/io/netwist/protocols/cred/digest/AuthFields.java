/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.digest;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads {@code name=value, name="value"}. Ends without a word at what is neither. In one pass. */
final class AuthFields {

    private final String text;
    private int at;

    AuthFields(String text) {
        this.text = text;
    }

    /** Names in lower case; of two fields of one name the later counts. */
    Map<String, String> read() {
        Map<String, String> fields = new HashMap<>();
        while (true) {
            skipSpace();
            String name = word();
            skipSpace();
            if (name.isEmpty() || !skip('=')) {
                return fields;
            }
            skipSpace();
            fields.put(name.toLowerCase(Locale.ROOT), skip('"') ? quoted() : word());
            skipSpace();
            if (!skip(',')) {
                return fields;
            }
        }
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean skip(char wanted) {
        boolean there = at < text.length() && text.charAt(at) == wanted;
        if (there) {
            at++;
        }
        return there;
    }

    private String word() {
        int from = at;
        while (at < text.length() && "=,\"".indexOf(text.charAt(at)) < 0 && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        skip('"');
        return value.toString();
    }
}
