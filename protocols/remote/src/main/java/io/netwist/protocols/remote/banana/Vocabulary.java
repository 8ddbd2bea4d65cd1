/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.banana;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words that the dialect {@code pb} has numbers for, from 1 on. */
final class Vocabulary {
    private static final List<ByteString> WORDS = List.of(
                    "None",
                    "class",
                    "dereference",
                    "reference",
                    "dictionary",
                    "function",
                    "instance",
                    "list",
                    "module",
                    "persistent",
                    "tuple",
                    "unpersistable",
                    "copy",
                    "cache",
                    "cached",
                    "remote",
                    "local",
                    "lcache",
                    "version",
                    "login",
                    "password",
                    "challenge",
                    "logged_in",
                    "not_logged_in",
                    "cachemessage",
                    "message",
                    "answer",
                    "error",
                    "decref",
                    "decache",
                    "uncache")
            .stream()
            .map(ByteString::of)
            .toList();

    private static final Map<ByteString, Integer> NUMBERS = new HashMap<>();

    static {
        for (ByteString word : WORDS) {
            NUMBERS.put(word, NUMBERS.size() + 1);
        }
    }

    private Vocabulary() {}

    static @Nullable Integer number(ByteString word) {
        return NUMBERS.get(word);
    }

    static ByteString word(int number) {
        if (number < 1 || number > WORDS.size()) {
            throw new BananaException("vocabulary: " + number + " (expected: 1 to " + WORDS.size() + ")");
        }
        return WORDS.get(number - 1);
    }
}
