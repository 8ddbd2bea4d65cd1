/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of a query or of an urlencoded form. Source: {@code twisted.web.http.parse_qs}, with blank values kept. */
public final class Arguments {

    private Arguments() {}

    /**
     * Adds the fields of a text to a map.
     *
     * <p>Fields are separated by {@code &}; {@code +} is a blank; a name may come several times, in order; a field
     * without {@code =} or not in UTF-8 is left out.
     *
     * @param text for example {@code a=1&b=2}
     * @param into what the fields are added to
     * @param limit how many fields the map may have in all
     * @return false if there are more than that; the map then has the first ones
     */
    public static boolean parse(String text, Map<String, List<String>> into, int limit) {
        int count = into.values().stream().mapToInt(List::size).sum();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('&', start);
            if (end < 0) {
                end = text.length();
            }
            int equals = text.indexOf('=', start);
            if (equals >= 0 && equals < end) {
                if (++count > limit) {
                    return false;
                }
                String name = UrlPath.decode(text.substring(start, equals), true);
                String value = UrlPath.decode(text.substring(equals + 1, end), true);
                if (name != null && value != null) {
                    into.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
                }
            }
            start = end + 1;
        }
        return true;
    }

    /**
     * The fields of a text, without limit.
     *
     * @param text for example {@code a=1&b=2}
     * @return names in the order of their first appearance
     */
    public static Map<String, List<String>> parse(String text) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        parse(text, fields, Integer.MAX_VALUE);
        return fields;
    }
}
