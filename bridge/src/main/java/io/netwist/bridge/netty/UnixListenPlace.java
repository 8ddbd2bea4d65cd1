/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netwist.bridge.UnixListenOptions;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.UnixAddress;
import io.netwist.deferred.sync.DeferredFilesystemLock;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A path to listen at. */
final class UnixListenPlace implements ListenPlace {

    private final String path;
    private final UnixListenOptions options;
    private final UnixFile file;
    private @Nullable DeferredFilesystemLock lock;

    UnixListenPlace(String path, UnixListenOptions options) {
        this.path = path;
        this.options = options;
        this.file = new UnixFile(path);
    }

    @Override
    public Address wanted() {
        return new UnixAddress(path);
    }

    @Override
    public ServerChannel open(EventLoopReactor reactor) throws Exception {
        if (options.wantPid() && !file.isAbstract()) {
            lock(reactor, Path.of(path));
        }
        file.mustNotExist();
        ServerChannel server = reactor.transport().newUnixServerChannel();
        ListenPlace.acceptMany(server);
        server.config().setOption(ChannelOption.SO_BACKLOG, options.backlog());
        return server;
    }

    private void lock(EventLoopReactor reactor, Path place) throws IOException {
        DeferredFilesystemLock wanted = new DeferredFilesystemLock(UnixLocks.of(path), reactor);
        if (!wanted.lock()) {
            throw new BindException("Address already in use: a living process holds " + UnixLocks.of(path));
        }
        lock = wanted;
        if (!wanted.clean() && UnixLocks.isSocket(place)) {
            Files.deleteIfExists(place);
        }
    }

    @Override
    public void bind(EventLoopReactor reactor, ServerChannel channel) throws Exception {
        ListenPlace.now(channel.bind(reactor.transport().unixAddress(path)));
        file.bound(options.mode());
    }

    @Override
    public Address host(ServerChannel channel) {
        return wanted();
    }

    @Override
    public void closed() {
        EventLoopReactor.guard(file::delete);
        DeferredFilesystemLock held = lock;
        lock = null;
        if (held != null) {
            EventLoopReactor.guard(held::unlock);
        }
    }
}
