/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netwist.deferred.time.ReactorTime;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** The live sessions of a site, the one used last at the end. */
final class Sessions {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int UID_BYTES = 32;

    private final SessionOptions options;
    private final LinkedHashMap<String, Session> live = new LinkedHashMap<>(16, 0.75f, true);

    Sessions(SessionOptions options) {
        this.options = options;
    }

    @Nullable
    Session find(String uid) {
        return live.get(uid);
    }

    Session make(ReactorTime time) {
        byte[] bytes = new byte[UID_BYTES];
        RANDOM.nextBytes(bytes);
        String uid = HexFormat.of().formatHex(bytes);
        Session session = new Session(uid, options.timeout(), time, () -> live.remove(uid));
        live.put(uid, session);
        if (live.size() > options.maxSessions()) {
            Iterator<Session> eldest = live.values().iterator();
            eldest.next().expire();
        }
        return session;
    }

    int count() {
        return live.size();
    }

    String cookieName(boolean secure) {
        return secure ? options.cookie() + "_SECURE" : options.cookie();
    }
}
