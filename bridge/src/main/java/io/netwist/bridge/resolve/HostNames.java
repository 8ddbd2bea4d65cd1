/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.resolve;

import io.netwist.bridge.address.IpLiterals;
import java.net.IDN;
import java.text.Normalizer;

/** Names of hosts as DNS wants them. */
public final class HostNames {

    private HostNames() {}

    /**
     * The ASCII form of a name: composed (NFC) and IDNA-encoded. An IP literal stays as it is.
     *
     * @param name in any script
     * @return for example {@code xn--bcher-kva.example}
     * @throws IllegalArgumentException if it can be no host's name
     */
    public static String toAscii(String name) {
        if (IpLiterals.isLiteral(name)) {
            return name;
        }
        String ascii;
        try {
            ascii = IDN.toASCII(Normalizer.normalize(name, Normalizer.Form.NFC));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("host: " + printable(name) + " (expected: the name of a host)", e);
        }
        if (ascii.isEmpty() || ascii.length() > 255 || !ascii.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("host: " + printable(name) + " (expected: the name of a host)");
        }
        return ascii;
    }

    /**
     * A name that may be anything, for messages.
     *
     * @param name any text
     * @return with every character that does not print, or is not ASCII, in Java's notation
     */
    public static String printable(String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c > ' ' && c < 127) {
                text.append(c);
            } else {
                text.append(String.format("\\u%04x", (int) c));
            }
        }
        return text.toString();
    }
}
