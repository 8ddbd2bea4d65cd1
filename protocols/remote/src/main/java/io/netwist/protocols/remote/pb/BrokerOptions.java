/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.protocols.remote.banana.BananaLimits;
import io.netwist.protocols.remote.jelly.SecurityOptions;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a connection behaves.
 *
 * @param security what may be received
 * @param errors what exceptions are called at the peer
 * @param unsafeTracebacks whether the peer is sent stack traces, which tell of the program's inside
 * @param maxReferences how many objects the peer may hold, and how many caches; a call that sends one more fails, and the
 *     fourth such call ends the connection
 * @param banana what is sent and taken at most
 * @param passwordLogin whether a server with a portal lets people prove a password by MD5
 */
public record BrokerOptions(
        SecurityOptions security,
        ErrorNames errors,
        boolean unsafeTracebacks,
        int maxReferences,
        BananaLimits banana,
        boolean passwordLogin) {
    private static final BrokerOptions DEFAULTS = new BrokerOptions(
            SecurityOptions.defaults(), ErrorNames.defaults(), false, 1024, BananaLimits.defaults(), false);

    /**
     * Checks them.
     *
     * @param security what may be received
     * @param errors what exceptions are called at the peer
     * @param unsafeTracebacks whether the peer is sent stack traces
     * @param maxReferences 1 or more
     * @param banana what is sent and taken at most
     * @param passwordLogin whether a server lets people prove a password
     */
    public BrokerOptions {
        Objects.requireNonNull(security, "security");
        Objects.requireNonNull(errors, "errors");
        Objects.requireNonNull(banana, "banana");
        if (maxReferences < 1) {
            throw new IllegalArgumentException("maxReferences: " + maxReferences + " (expected: 1 or more)");
        }
    }

    /**
     * Twisted's: 1024 references, no stack traces, no classes; and no logins with a password.
     *
     * @return the options
     */
    public static BrokerOptions defaults() {
        return DEFAULTS;
    }

    /**
     * With other things that may be received.
     *
     * @param allowed what
     * @return a copy
     */
    public BrokerOptions withSecurity(SecurityOptions allowed) {
        return new BrokerOptions(allowed, errors, unsafeTracebacks, maxReferences, banana, passwordLogin);
    }

    /**
     * With a class of copies: objects of it are made of what the peer sends with a certain tag. An object is made first and
     * gets its state when all of it is there, so it may be part of it.
     *
     * @param tag as the peer calls the class, for example {@code "zoo.Pond"}
     * @param blank makes an object without a state
     * @return a copy; a later {@link #withSecurity} undoes it
     */
    public BrokerOptions withCopy(String tag, Supplier<? extends RemoteCopy> blank) {
        return withSecurity(security.withReader(tag, Copies.reader(tag, blank)));
    }

    /**
     * With a record for what the peer sends with a certain tag. Its components get the values of their names; other names are
     * ignored. Only a component that is marked as nullable may be missing or None.
     *
     * @param tag as the peer calls the class
     * @param type the record
     * @return a copy; a later {@link #withSecurity} undoes it
     */
    public BrokerOptions withCopy(String tag, Class<? extends Record> type) {
        return withCopyFactory(tag, Components.of(type)::made);
    }

    /**
     * With objects that are made of what the peer sends with a certain tag.
     *
     * @param tag as the peer calls the class
     * @param factory gets the state; what it throws refuses the message
     * @return a copy; a later {@link #withSecurity} undoes it
     */
    public BrokerOptions withCopyFactory(
            String tag, Function<? super Map<String, @Nullable Object>, ? extends Object> factory) {
        return withSecurity(security.withReader(tag, Copies.factoryReader(tag, factory)));
    }

    /**
     * With a class of copies that follow their objects: what the peer sends with a certain tag comes as a {@link Cached} of
     * one.
     *
     * @param tag as the peer calls the class
     * @param blank makes an object without a state
     * @return a copy; a later {@link #withSecurity} undoes it
     */
    public BrokerOptions withCache(String tag, Supplier<? extends RemoteCache> blank) {
        return withSecurity(security.withReader(tag, ConnectionForms.cacheReader(tag, blank)));
    }

    /**
     * With other names of exceptions.
     *
     * @param names the names
     * @return a copy
     */
    public BrokerOptions withErrors(ErrorNames names) {
        return new BrokerOptions(security, names, unsafeTracebacks, maxReferences, banana, passwordLogin);
    }

    /**
     * With or without stack traces.
     *
     * @param sent whether the peer gets them
     * @return a copy
     */
    public BrokerOptions withUnsafeTracebacks(boolean sent) {
        return new BrokerOptions(security, errors, sent, maxReferences, banana, passwordLogin);
    }

    /**
     * With another limit for what the peer holds.
     *
     * @param references 1 or more
     * @return a copy
     */
    public BrokerOptions withMaxReferences(int references) {
        return new BrokerOptions(security, errors, unsafeTracebacks, references, banana, passwordLogin);
    }

    /**
     * With other limits for messages.
     *
     * @param limits the limits
     * @return a copy
     */
    public BrokerOptions withBanana(BananaLimits limits) {
        return new BrokerOptions(security, errors, unsafeTracebacks, maxReferences, limits, passwordLogin);
    }

    /**
     * With or without logins by a name and a password. Perspective Broker has no other proof of a password than an MD5 of an
     * MD5 of it and of what the server said; whoever hears it can try passwords at home. Let it in over TLS only.
     *
     * @param taken whether a server with a portal takes them
     * @return a copy
     */
    public BrokerOptions withPasswordLogin(boolean taken) {
        return new BrokerOptions(security, errors, unsafeTracebacks, maxReferences, banana, taken);
    }
}
