/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.Factory;
import io.netwist.bridge.UnixListenOptions;
import io.netwist.bridge.address.UnixAddress;

/** Listens at a path while it runs. Source: {@code twisted.application.internet.UNIXServer}. */
public final class UnixServer extends ListeningService {

    /**
     * With the permissions that Twisted gives.
     *
     * @param path must not exist when it starts; goes when it stops
     * @param factory makes the protocol of each connection
     */
    public UnixServer(String path, Factory<?> factory) {
        this(path, factory, UnixListenOptions.defaults());
    }

    /**
     * With options.
     *
     * @param path must not exist when it starts, unless a dead holder of its lock has left it; goes when it stops
     * @param factory makes the protocol of each connection
     * @param options permissions, and whether to hold a lock
     */
    public UnixServer(String path, Factory<?> factory, UnixListenOptions options) {
        super(new Place.Unix(new UnixAddress(path).path(), options), factory);
    }
}
