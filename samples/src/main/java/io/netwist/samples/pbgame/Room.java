/* SPDX-License-Identifier: MIT */
package io.netwist.samples.pbgame;

import io.netwist.protocols.remote.pb.Remote;
import io.netwist.protocols.remote.pb.Viewable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is seen here depends on who looks. */
final class Room implements Viewable {
    final String name;
    private final boolean dark;
    private final Map<String, Room> exits = new TreeMap<>();
    private final List<Guest> people = new ArrayList<>();

    Room(String name, boolean dark) {
        this.name = name;
        this.dark = dark;
    }

    void connect(String way, Room to, String back) {
        exits.put(way, to);
        to.exits.put(back, this);
    }

    /** Called by a client through its reference; the first argument is the guest whose client that is. */
    @Remote
    String describe(Guest caller) {
        if (!people.contains(caller)) {
            return "You remember the " + name + ".";
        }
        if (dark && !caller.hasLamp()) {
            return "It is dark.";
        }
        StringBuilder text = new StringBuilder("The " + name + ".");
        people.stream()
                .filter(each -> each != caller)
                .forEach(each -> text.append(' ').append(each.name()).append(" is here."));
        return text.append(" You can go ")
                .append(String.join(", ", exits.keySet()))
                .append('.')
                .toString();
    }

    /** Null if there is no such way. */
    @Nullable
    Room towards(String way) {
        return exits.get(way);
    }

    void enter(Guest guest) {
        tellAll(guest.name() + " comes in.");
        people.add(guest);
    }

    void leave(Guest guest) {
        people.remove(guest);
        tellAll(guest.name() + " goes away.");
    }

    /** In the dark one hears who comes, too. */
    private void tellAll(String what) {
        people.forEach(each -> each.hear(what));
    }
}
