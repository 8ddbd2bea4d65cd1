/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred;

import io.netwist.bridge.Transport;
import io.netwist.bridge.address.Address;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import io.netwist.deferred.Outcome;
import io.netwist.deferred.time.ReactorTime;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Where somebody comes in: checkers say who it is, the realm what they get.
 *
 * <p>A protocol knows a portal, and neither how credentials are judged nor what they give access to. Source: {@code
 * twisted.cred.portal.Portal}.
 *
 * <p>Threading: one reactor's thread.
 */
public final class Portal {

    private static final Logger LOG = LoggerFactory.getLogger(Portal.class);

    private final Realm realm;
    private final Map<Class<? extends Credentials>, CredentialsChecker> checkers = new LinkedHashMap<>();
    private final LoginThrottle throttle;

    /**
     * A portal that slows repeated failures down as {@link LoginThrottle#defaults()} says.
     *
     * @param realm what people get
     * @param checkers who they are; each is asked for the types of credentials that it declares
     */
    public Portal(Realm realm, CredentialsChecker... checkers) {
        this(realm, LoginThrottle.defaults(), checkers);
    }

    /**
     * A portal.
     *
     * @param realm what people get
     * @param throttle slows repeated failures down; may be shared by several portals of a reactor
     * @param checkers who they are; each is asked for the types of credentials that it declares
     */
    public Portal(Realm realm, LoginThrottle throttle, CredentialsChecker... checkers) {
        this.realm = Objects.requireNonNull(realm, "realm");
        this.throttle = Objects.requireNonNull(throttle, "throttle");
        for (CredentialsChecker each : checkers) {
            registerChecker(each);
        }
    }

    /**
     * Adds a checker for what it declares. It replaces earlier ones of the same types; credentials that are of several
     * types are judged by the checker of the narrowest.
     *
     * @param checker judges
     */
    public void registerChecker(CredentialsChecker checker) {
        registerChecker(checker, checker.credentialTypes());
    }

    /**
     * Adds a checker for some types only.
     *
     * @param checker judges
     * @param types what to ask it for
     */
    public void registerChecker(CredentialsChecker checker, Set<Class<? extends Credentials>> types) {
        Objects.requireNonNull(checker, "checker");
        types.forEach(each -> checkers.put(each, checker));
    }

    /**
     * What can be judged.
     *
     * @return the types for which there is a checker
     */
    public Set<Class<? extends Credentials>> credentialTypes() {
        return new LinkedHashSet<>(checkers.keySet());
    }

    /**
     * Lets somebody in, or not. The credentials are wiped.
     *
     * @param <A> the type of avatar
     * @param credentials what they show
     * @param mind the client's own end, for the realm; null for none
     * @param wanted what the caller can use
     * @return fired with the avatar and what to do when the session is over; failed with {@link LoginFailed}, of which
     *     {@link UnauthorizedLogin} is the usual one, or with what the realm threw
     */
    public <A> Deferred<Login<A>> login(Credentials credentials, @Nullable Object mind, Class<A> wanted) {
        return checked(credentials, mind, wanted).onFired(outcome -> audit(outcome, credentials, null));
    }

    /**
     * The same for a connection, whose peer has to wait after repeated failures.
     *
     * @param <A> the type of avatar
     * @param credentials what they show
     * @param mind the client's own end, for the realm; null for none
     * @param wanted what the caller can use
     * @param asking the connection
     * @return as {@link #login(Credentials, Object, Class)}; failed with {@link LoginDenied} if too many attempts of the
     *     peer wait already
     */
    public <A> Deferred<Login<A>> login(
            Credentials credentials, @Nullable Object mind, Class<A> wanted, Transport asking) {
        return login(credentials, mind, wanted, asking.getPeer(), asking.reactor());
    }

    /**
     * The same for whoever knows a peer and no transport.
     *
     * @param <A> the type of avatar
     * @param credentials what they show
     * @param mind the client's own end, for the realm; null for none
     * @param wanted what the caller can use
     * @param from the peer, whose failures are counted
     * @param time the reactor that lets it wait
     * @return as {@link #login(Credentials, Object, Class, Transport)}
     */
    public <A> Deferred<Login<A>> login(
            Credentials credentials, @Nullable Object mind, Class<A> wanted, Address from, ReactorTime time) {
        return throttle.attempt(from, time, () -> checked(credentials, mind, wanted))
                .onFired(outcome -> {
                    credentials.wipe(); // Also if it did not come to a check.
                    audit(outcome, credentials, from);
                });
    }

    private <A> Deferred<Login<A>> checked(Credentials credentials, @Nullable Object mind, Class<A> wanted) {
        Deferred<AvatarId> recognised = Deferreds.maybeDeferring(() -> Objects.requireNonNull(
                checker(credentials).requestAvatarId(credentials), "a checker returned null (expected: a Deferred)"));
        return recognised
                .onFired(outcome -> credentials.wipe())
                .addCallbackDeferring(id -> realm.requestAvatar(
                        Objects.requireNonNull(id, "a checker fired with null (expected: an AvatarId)"), mind, wanted));
    }

    private CredentialsChecker checker(Credentials credentials) {
        Class<? extends Credentials> best = null;
        for (Class<? extends Credentials> each : checkers.keySet()) {
            if (each.isInstance(credentials) && (best == null || best.isAssignableFrom(each))) {
                best = each;
            }
        }
        CredentialsChecker checker = checkers.get(best);
        if (checker != null) {
            return checker;
        }
        throw new UnhandledCredentials("credentials: " + credentials.getClass().getSimpleName() + " (expected: one of "
                + checkers.keySet().stream().map(Class::getSimpleName).collect(Collectors.joining(", ")) + ")");
    }

    /** Every failure is an event for whoever looks for break-ins. */
    private static void audit(Outcome<?> outcome, Credentials credentials, @Nullable Address from) {
        if (outcome.isSuccess() || !outcome.failure().is(LoginFailed.class)) {
            return;
        }
        LoggingEventBuilder event =
                LOG.atInfo().addKeyValue("credentials", credentials.getClass().getSimpleName());
        if (credentials instanceof UsernameHashedPassword named) {
            event = event.addKeyValue("user", printable(named.username()));
        }
        if (from != null) {
            event = event.addKeyValue("from", from);
        }
        event.log("login refused: {}", outcome.failure().getErrorMessage());
    }

    /** What a stranger typed must not look like another event, nor fill the log. */
    private static String printable(String name) {
        String shown = name.length() > 100 ? name.substring(0, 100) + "…" : name;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
