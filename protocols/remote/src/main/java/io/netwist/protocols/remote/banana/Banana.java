/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.banana;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netwist.bridge.BaseProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends expressions and receives them. Override {@link #expressionReceived}, and {@link #connectionReady} to learn from when
 * on expressions may be sent.
 *
 * <p>Who was connected to names the dialects it speaks; who connected chooses the first of them that it knows. What is no
 * banana, or beyond the limits, ends the connection and costs one line at level DEBUG; nothing is sent.
 *
 * <p>Threading: the reactor's thread. <b>Source</b>: {@code twisted.spread.banana.Banana}.
 */
public abstract class Banana extends BaseProtocol {
    private static final Logger LOG = LoggerFactory.getLogger(Banana.class);

    private final boolean isClient;
    private final List<Dialect> dialects;
    private final BananaLimits limits;
    private final BananaDecoder decoder;
    private @Nullable BananaEncoder encoder;
    private @Nullable Dialect chosen;

    /**
     * A protocol with both dialects and the default limits.
     *
     * @param isClient whether this side connected
     */
    protected Banana(boolean isClient) {
        this(isClient, List.of(Dialect.PB, Dialect.NONE), BananaLimits.defaults());
    }

    /**
     * A protocol.
     *
     * @param isClient whether this side connected
     * @param dialects what it speaks, the preferred first
     * @param limits what is sent and taken at most
     */
    protected Banana(boolean isClient, List<Dialect> dialects, BananaLimits limits) {
        if (dialects.isEmpty()) {
            throw new IllegalArgumentException("dialects: [] (expected: at least one)");
        }
        this.isClient = isClient;
        this.dialects = List.copyOf(dialects);
        this.limits = Objects.requireNonNull(limits, "limits");
        this.decoder = new BananaDecoder(limits);
    }

    /**
     * The dialect is agreed on, and expressions may be sent. Override me.
     *
     * @throws Exception ends the connection
     */
    protected void connectionReady() throws Exception {}

    /**
     * An expression has come. Override me.
     *
     * @param expression as {@link BananaDecoder} makes them
     * @throws Exception is logged and ends the connection
     */
    protected abstract void expressionReceived(Object expression) throws Exception;

    /**
     * What is spoken.
     *
     * @return null until both sides have agreed
     */
    protected final @Nullable Dialect currentDialect() {
        return chosen;
    }

    /**
     * Sends an expression.
     *
     * @param expression as {@link BananaEncoder} takes them
     * @throws BananaException if it cannot be sent; nothing of it has been then
     * @throws IllegalStateException before {@link #connectionReady}
     */
    protected final void sendEncoded(Object expression) {
        if (encoder == null) {
            throw new IllegalStateException("no dialect is agreed on yet; wait for connectionReady()");
        }
        transport().write(encoder.encode(expression, UnpooledByteBufAllocator.DEFAULT));
    }

    @Override
    public void connectionMade() throws Exception {
        if (!isClient) {
            List<Object> names = new ArrayList<>();
            dialects.forEach(each -> names.add(each.wire()));
            write(names);
        }
    }

    private void write(Object expression) {
        transport().write(new BananaEncoder(Dialect.NONE, limits).encode(expression, UnpooledByteBufAllocator.DEFAULT));
    }

    @Override
    public void dataReceived(ByteBuf data) throws Exception {
        while (!transport().isDisconnecting()) {
            Object expression;
            try {
                expression = decoder.next(data);
            } catch (BananaException e) {
                refuse(e.getMessage());
                return;
            }
            if (expression == null) {
                return;
            }
            if (encoder != null) {
                expressionReceived(expression);
            } else {
                negotiate(expression);
            }
        }
    }

    private void negotiate(Object expression) throws Exception {
        Dialect dialect = null;
        if (isClient && expression instanceof List<?> offered) {
            for (Object name : offered) {
                Dialect known = Dialect.of(name);
                if (known != null && dialects.contains(known)) {
                    dialect = known;
                    break;
                }
            }
        } else if (!isClient) {
            Dialect known = Dialect.of(expression);
            dialect = known != null && dialects.contains(known) ? known : null;
        }
        if (dialect == null) {
            refuse("no dialect in common: the peer says " + expression + " (expected: one of " + dialects + ")");
            return;
        }
        if (isClient) {
            write(dialect.wire());
        }
        chosen = dialect;
        decoder.dialect(dialect);
        encoder = new BananaEncoder(dialect, limits);
        connectionReady();
    }

    private void refuse(@Nullable String why) {
        LOG.debug("{} ends: {}", transport(), why);
        transport().loseConnection();
    }
}
