/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.jelly;

import java.util.Arrays;

/** Where in a value a conversion is, for the messages of errors. */
final class Path {
    private static final int SHOWN = 20;

    private int[] indices = new int[16];
    private int depth;

    void enter(int limit) {
        if (depth == limit) {
            throw new JellyException("values within values: more than " + limit + this);
        }
        if (depth == indices.length) {
            indices = Arrays.copyOf(indices, 2 * depth);
        }
        indices[depth++] = -1;
    }

    void at(int index) {
        if (depth > 0) {
            indices[depth - 1] = index;
        }
    }

    void leave() {
        depth--;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(", at value");
        for (int i = 0; i < Math.min(depth, SHOWN); i++) {
            if (indices[i] >= 0) {
                text.append('[').append(indices[i]).append(']');
            }
        }
        return depth > SHOWN ? text.append('…').toString() : text.toString();
    }
}
