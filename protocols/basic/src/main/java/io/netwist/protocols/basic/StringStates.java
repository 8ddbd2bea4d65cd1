/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.basic;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.Protocol;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each string to the function of the present state, which tells the next one: Twisted's {@code
 * StatefulStringProtocol} as an object that a receiver of strings has.
 *
 * <pre>{@code
 * class Login extends NetstringReceiver {
 *     final StringStates states = new StringStates(this).on("init", this::user).on("password", this::password);
 *     protected void stringReceived(ByteBuf string) throws Exception { states.stringReceived(string); }
 * }
 * }</pre>
 *
 * <p>The first state is {@code init}; {@code done} closes the connection. Source: {@code
 * twisted.protocols.basic.StatefulStringProtocol}.
 */
public final class StringStates {

    /** The state that a connection begins in. */
    public static final String INIT = "init";

    /** The state that closes the connection. */
    public static final String DONE = "done";

    private static final Logger LOG = LoggerFactory.getLogger(StringStates.class);

    private final Protocol protocol;
    private final Map<String, Handler> handlers = new HashMap<>(4);
    private String state = INIT;

    /** What is done with a string. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Takes a string.
         *
         * @param string lent
         * @return the next state
         * @throws Exception ends the connection
         */
        String received(ByteBuf string) throws Exception;
    }

    /**
     * Makes one without states.
     *
     * @param protocol whose connection {@code done} closes
     */
    public StringStates(Protocol protocol) {
        this.protocol = protocol;
    }

    /**
     * Says what a state does.
     *
     * @param state its name
     * @param handler called for each string that comes in it
     * @return this
     */
    public StringStates on(String state, Handler handler) {
        handlers.put(state, handler);
        return this;
    }

    /**
     * Takes a string; call me from {@code stringReceived}.
     *
     * @param string lent
     * @throws Exception what the handler threw
     */
    public void stringReceived(ByteBuf string) throws Exception {
        Handler handler = handlers.get(state);
        if (handler == null) {
            LOG.warn(
                    "{} has nothing to do in state {}; a string is dropped",
                    protocol.getClass().getName(),
                    state);
            return;
        }
        state = handler.received(string);
        if (state.equals(DONE)) {
            protocol.transport().loseConnection();
        }
    }

    /**
     * The present state.
     *
     * @return its name
     */
    public String state() {
        return state;
    }
}
