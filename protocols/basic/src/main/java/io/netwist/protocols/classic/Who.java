/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.classic;

import io.netwist.bridge.Transport;
import java.util.List;
import java.util.function.Supplier;

/** Sends the names of active users, one a line, and closes. Source: {@code twisted.protocols.wire.Who}, RFC 866. */
public final class Who extends OneAnswer {

    private final Supplier<List<String>> users;

    /**
     * Makes one, for one connection.
     *
     * @param users gives the names; must not block
     */
    public Who(Supplier<List<String>> users) {
        this.users = users;
    }

    @Override
    void answer(Transport transport) {
        for (String user : users.get()) {
            transport.write(user + "\r\n");
        }
    }
}
