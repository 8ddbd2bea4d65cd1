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
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import org.jspecify.annotations.Nullable;

/** A path to listen at. */
final class UnixListenPlace implements ListenPlace {

    /*
     * Netty's native transports unlink whatever is at the path before they bind, a living server's socket included, so the
     * look at the path is ours and comes first. Netty also deletes the path when the channel closes; what we delete then
     * is only a file that is still the very one we made.
     */

    private final String path;
    private final UnixListenOptions options;
    private @Nullable DeferredFilesystemLock lock;

    /** Identifies the file made; null without one. */
    private @Nullable Object file;

    UnixListenPlace(String path, UnixListenOptions options) {
        this.path = path;
        this.options = options;
    }

    @Override
    public Address wanted() {
        return new UnixAddress(path);
    }

    private boolean isAbstract() {
        return path.startsWith("\0");
    }

    @Override
    public ServerChannel open(EventLoopReactor reactor) throws Exception {
        if (!isAbstract()) {
            Path place = Path.of(path);
            if (options.wantPid()) {
                lock(reactor, place);
            }
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                throw new BindException("Address already in use: the path exists");
            }
        }
        ServerChannel server = reactor.transport().newUnixServerChannel();
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
        if (!isAbstract()) {
            Path place = Path.of(path);
            file = Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
            if (Files.getFileAttributeView(place, PosixFileAttributeView.class) != null) {
                Files.setAttribute(place, "unix:mode", options.mode());
            }
        }
    }

    @Override
    public Address host(ServerChannel channel) {
        return wanted();
    }

    @Override
    public void closed() {
        EventLoopReactor.guard(this::deleteFile);
        DeferredFilesystemLock held = lock;
        lock = null;
        if (held != null) {
            EventLoopReactor.guard(held::unlock);
        }
    }

    private void deleteFile() throws IOException {
        Object made = file;
        file = null;
        Path place = Path.of(isAbstract() ? "" : path);
        if (made != null && Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            BasicFileAttributes now = Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (made.equals(now.fileKey())) {
                Files.delete(place);
            }
        }
    }
}
