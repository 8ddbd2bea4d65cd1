/* SPDX-License-Identifier: MIT */
package io.netwist.samples.pbgame;

import io.netwist.protocols.remote.pb.PBError;
import io.netwist.protocols.remote.pb.Perspective;
import io.netwist.protocols.remote.pb.Remote;
import io.netwist.protocols.remote.pb.RemoteReference;
import org.jspecify.annotations.Nullable;

/** Somebody in the game, and what their client can do. */
final class Guest implements Perspective {
    private final String name;

    /** The client's end, which hears what happens; null if it does not want to. */
    private final @Nullable RemoteReference ears;

    private Room room;
    private boolean lamp;

    Guest(String name, @Nullable Object mind, Room start) {
        this.name = name;
        this.ears = mind instanceof RemoteReference reference ? reference : null;
        this.room = start;
    }

    String name() {
        return name;
    }

    boolean hasLamp() {
        return lamp;
    }

    /** The client gets a view of the room as this guest sees it, also later. */
    @Remote
    Room look() {
        return room;
    }

    @Remote
    Room go(String way) {
        Room next = room.towards(way);
        if (next == null) {
            throw new PBError("You cannot go " + way + ".");
        }
        leave();
        room = next;
        enter();
        return room;
    }

    @Remote
    void light() {
        lamp = true;
    }

    void enter() {
        room.enter(this);
    }

    void leave() {
        room.leave(this);
    }

    void hear(String what) {
        if (ears != null) {
            // A client that has gone hears nothing.
            ears.tell("hear", what).handleFailure(failure -> {});
        }
    }
}
