/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netwist.bridge.TcpTransport;

/** What a connection over a TCP channel can do beside the rest. */
final class TcpCapability implements TcpTransport {

    private final EventLoopReactor reactor;
    private final Channel channel;
    private final Ending ending;

    TcpCapability(EventLoopReactor reactor, Channel channel, Ending ending) {
        this.reactor = reactor;
        this.channel = channel;
        this.ending = ending;
    }

    @Override
    public void loseWriteConnection() {
        reactor.checkThread("loseWriteConnection");
        ending.loseWriteConnection();
    }

    @Override
    public boolean getTcpNoDelay() {
        return option(ChannelOption.TCP_NODELAY);
    }

    @Override
    public void setTcpNoDelay(boolean enabled) {
        reactor.checkThread("setTcpNoDelay");
        channel.config().setOption(ChannelOption.TCP_NODELAY, enabled);
    }

    @Override
    public boolean getTcpKeepAlive() {
        return option(ChannelOption.SO_KEEPALIVE);
    }

    @Override
    public void setTcpKeepAlive(boolean enabled) {
        reactor.checkThread("setTcpKeepAlive");
        channel.config().setOption(ChannelOption.SO_KEEPALIVE, enabled);
    }

    private boolean option(ChannelOption<Boolean> option) {
        reactor.checkThread("get an option");
        return Boolean.TRUE.equals(channel.config().getOption(option));
    }
}
