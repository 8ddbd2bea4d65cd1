/* SPDX-License-Identifier: MIT */
package io.netwist.samples.pblogin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.bridge.netty.NettyReactor;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.checkers.AnonymousChecker;
import io.netwist.protocols.cred.checkers.InMemoryChecker;
import io.netwist.protocols.remote.pb.PBClientFactory;
import io.netwist.protocols.remote.pb.RemoteReference;
import io.netwist.samples.Sample;
import org.junit.jupiter.api.Test;

class EchoPortalIT {

    private final NettyReactor reactor = NettyReactor.create();

    private int serving() {
        return reactor.listenTCP(
                        0,
                        EchoPortal.servers(new InMemoryChecker().with("guest", "guest"), new AnonymousChecker()),
                        Sample.LOCAL)
                .getHost()
                .port();
    }

    private String outputOf(String... arguments) throws Exception {
        return reactor.runUntil(
                reactor.deferToThread(() -> Sample.outputOf(() -> EchoPortalClient.main(arguments))), Sample.LIMIT);
    }

    @Test
    void aGuestComesInAndGoes() throws Exception {
        try (reactor) {
            String port = Integer.toString(serving());
            assertThat(outputOf(port))
                    .contains("guest has come", "guest says: hello again", "server echoed: hello again");
            assertThat(outputOf(port, "guess")).contains("server echoed: nothing, as I may not come in");
        }
    }

    @Test
    void somebodyWithoutANameMayComeInToo() throws Exception {
        try (reactor) {
            PBClientFactory factory = new PBClientFactory();
            reactor.connectTCP("127.0.0.1", serving(), factory);
            RemoteReference avatar = reactor.runUntil(factory.login(Credentials.anonymous()), Sample.LIMIT);
            assertThat(reactor.runUntil(avatar.callRemote("repeat", "ho", 3), Sample.LIMIT))
                    .isEqualTo("hohoho");
            assertThatThrownBy(() -> reactor.runUntil(avatar.callRemote("repeat", "ho", 11), Sample.LIMIT))
                    .hasMessage("somebody hears nothing more than ten times");
        }
    }
}
