/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netwist.bridge.ConnectOptions;
import io.netwist.bridge.Factory;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.ReactorTcp;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.HostnameAddress;
import io.netwist.bridge.address.IpLiterals;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.resolve.HostNames;
import io.netwist.bridge.resolve.HostQuery;
import io.netwist.bridge.resolve.NameResolver;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.time.ReactorTime;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

/**
 * Connects to a host by TCP, to whichever of its addresses answers first ("happy eyeballs").
 *
 * <p>The addresses are tried in the resolver's order, with IPv6 and IPv4 taking turns. The next attempt begins when the one
 * before has failed or {@code attemptDelay} has passed, and the first that connects ends all others. Immutable; each {@code
 * with} method returns a changed copy.
 *
 * <p>Source: {@code twisted.internet.endpoints.HostnameEndpoint}; RFC 8305, of which sections 4 and 5 are done here and
 * asynchronous answers (section 3) are not: the attempts begin when the resolver is done.
 */
public final class HostnameEndpoint implements ClientEndpoint {

    private static final Duration ATTEMPT_DELAY = Duration.ofMillis(300);

    private final Function<TcpAddress, ClientEndpoint> attempts;
    private final ReactorTime time;
    private final NameResolver resolver;
    private final String host;
    private final int port;
    private final Duration timeout;
    private final Duration attemptDelay;

    HostnameEndpoint(
            Function<TcpAddress, ClientEndpoint> attempts,
            ReactorTime time,
            NameResolver resolver,
            HostnameAddress destination,
            Duration timeout,
            Duration attemptDelay) {
        this.attempts = attempts;
        this.time = time;
        this.resolver = resolver;
        this.host = destination.host();
        this.port = destination.port();
        this.timeout = timeout;
        this.attemptDelay = attemptDelay;
    }

    /**
     * From any address, within 30 seconds, with 300 ms between attempts, by the reactor's resolver as it is now.
     *
     * @param reactor connects
     * @param host a name, in any script, or an IP literal; a name that can be no host's fails {@code connect}
     * @param port 1 to 65535
     * @throws IllegalArgumentException if the port is out of range
     */
    public HostnameEndpoint(Reactor reactor, String host, int port) {
        this(reactor, host, port, ConnectOptions.defaults());
    }

    /**
     * With 300 ms between attempts, by the reactor's resolver as it is now.
     *
     * @param reactor connects
     * @param host a name, in any script, or an IP literal; a name that can be no host's fails {@code connect}
     * @param port 1 to 65535
     * @param options from where, and how long resolving and each attempt may take
     * @throws IllegalArgumentException if the port is out of range
     */
    public HostnameEndpoint(Reactor reactor, String host, int port, ConnectOptions options) {
        this(
                attempts(reactor, options),
                reactor,
                reactor.nameResolver(),
                new HostnameAddress(host, checkPort(port)),
                options.timeout(),
                ATTEMPT_DELAY);
    }

    private static Function<TcpAddress, ClientEndpoint> attempts(ReactorTcp reactor, ConnectOptions options) {
        return address -> new TcpClientEndpoint(reactor, address.host(), address.port(), options);
    }

    private static int checkPort(int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1..65535)");
        }
        return port;
    }

    /**
     * The same with another time between attempts.
     *
     * @param delay RFC 8305 allows 10 ms and more, and recommends 250 ms
     * @return the changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public HostnameEndpoint withAttemptDelay(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay: " + delay + " (expected: zero or more)");
        }
        return new HostnameEndpoint(attempts, time, resolver, address(), timeout, delay);
    }

    /**
     * The same with another resolver.
     *
     * @param other finds the addresses
     * @return the changed copy
     */
    public HostnameEndpoint withResolver(NameResolver other) {
        return new HostnameEndpoint(
                attempts, time, Objects.requireNonNull(other, "other"), address(), timeout, attemptDelay);
    }

    /**
     * The same with another clock for the time between attempts.
     *
     * @param other a {@code TestClock}, for example
     * @return the changed copy
     */
    public HostnameEndpoint withTime(ReactorTime other) {
        return new HostnameEndpoint(
                attempts, Objects.requireNonNull(other, "other"), resolver, address(), timeout, attemptDelay);
    }

    private HostnameAddress address() {
        return new HostnameAddress(host, port);
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(Factory<P> factory) {
        String ascii;
        try {
            ascii = HostNames.toAscii(host);
        } catch (IllegalArgumentException e) {
            return Deferred.fail(e);
        }
        HappyEyeballs<P> race = new HappyEyeballs<>(this, factory);
        race.begin(new HostQuery(ascii, port));
        return race.result();
    }

    Address destination() {
        return IpLiterals.isLiteral(host) ? new TcpAddress(host, port) : address();
    }

    ClientEndpoint attempt(TcpAddress address) {
        return attempts.apply(address);
    }

    ReactorTime time() {
        return time;
    }

    NameResolver resolver() {
        return resolver;
    }

    Duration timeout() {
        return timeout;
    }

    Duration attemptDelay() {
        return attemptDelay;
    }

    @Override
    public String toString() {
        String shown;
        try {
            shown = HostNames.toAscii(host);
        } catch (IllegalArgumentException e) {
            shown = HostNames.printable(host);
        }
        return "HostnameEndpoint " + (IpLiterals.isIPv6Address(shown) ? "[" + shown + "]" : shown) + ":" + port;
    }
}
