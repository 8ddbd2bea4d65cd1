/* SPDX-License-Identifier: MIT */
package io.netwist.services.socks;

import io.netwist.application.Service;
import io.netwist.application.ServiceMaker;
import io.netwist.deferred.Deferred;
import io.netwist.protocols.cred.Login;
import io.netwist.protocols.cred.LoginFailed;
import io.netwist.protocols.cred.Portal;
import io.netwist.protocols.cred.Realm;
import io.netwist.protocols.cred.Secret;
import io.netwist.protocols.cred.UsernamePassword;
import io.netwist.protocols.socks.SocksRules;
import io.netwist.protocols.socks.SocksServer;
import io.netwist.services.AuthOptions;
import io.netwist.services.ListenAt;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;

/** Makes SOCKS proxies. */
public final class SocksMaker implements ServiceMaker<SocksMaker.Options> {

    private static final Logger LOG = LoggerFactory.getLogger(SocksMaker.class);

    /** Twisted's port and interface: a proxy for everybody is nothing to have by accident. */
    private static final Optional<String> DEFAULT_PLACE = Optional.of("tcp:1080:interface=127.0.0.1");

    /** As {@link java.util.ServiceLoader} needs it. */
    public SocksMaker() {}

    /** Where to listen and whom to serve. */
    public static final class Options {
        @Mixin
        private ListenAt listenAt = new ListenAt();

        @Mixin
        private AuthOptions auth = AuthOptions.accepting(UsernamePassword.class);

        /** As picocli needs it. */
        public Options() {}
    }

    /** What a login is for: there is nothing more to it than that it succeeds. */
    private record User(String name) {}

    @Override
    public String tapname() {
        return "socks";
    }

    @Override
    public String description() {
        return "Connects its clients to where they ask: a SOCKS proxy, versions 4 and 5.";
    }

    @Override
    public Options newOptions() {
        return new Options();
    }

    @Override
    public Service makeService(Options options) {
        SocksRules rules = SocksRules.open();
        if (options.auth.isGiven()) {
            Realm realm = Realm.of(User.class, (id, mind) -> new Login<>(new User(String.valueOf(id)), () -> {}));
            Portal portal = options.auth.portal(realm);
            rules = rules.withPasswords((user, password) -> check(portal, user, password));
        } else {
            for (String place : options.listenAt.endpoints(DEFAULT_PLACE)) {
                if (!isPrivate(place)) {
                    LOG.warn(
                            "{}: whoever can reach this can use the proxy; --auth asks for passwords,"
                                    + " interface=127.0.0.1 keeps it on this machine",
                            place);
                }
            }
        }
        return options.listenAt.serve(new SocksServer(rules), DEFAULT_PLACE);
    }

    private static Deferred<Boolean> check(Portal portal, String user, String password) {
        return portal.login(new UsernamePassword(user, Secret.of(password)), null, User.class)
                .addCallback(login -> {
                    login.logout().run();
                    return true;
                })
                .addErrback(LoginFailed.class, refused -> false);
    }

    private static boolean isPrivate(String place) {
        return place.startsWith("unix:") || place.matches(".*:interface=(127\\..*|localhost|\\\\:\\\\:1)(:.*)?");
    }
}
