/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.banana;

import org.jspecify.annotations.Nullable;

/** What both sides of a connection agree on at its beginning. */
public enum Dialect {
    /** Numbers stand for frequent words. */
    PB("pb"),
    /** Nothing stands for anything else. */
    NONE("none");

    private final String wire;

    Dialect(String wire) {
        this.wire = wire;
    }

    ByteString wire() {
        return ByteString.of(wire);
    }

    static @Nullable Dialect of(Object name) {
        for (Dialect dialect : values()) {
            if (dialect.wire().equals(name)) {
                return dialect;
            }
        }
        return null;
    }
}
