/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.testing.MemoryReactor;
import io.netwist.deferred.testing.Spec;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A type of description that somebody else has added, named in META-INF/services of the tests. */
@Spec("END-025")
class PluginTest {

    /** {@code local:PORT}. */
    public static final class Local implements ServerEndpointParser {
        @Override
        public Set<String> types() {
            return Set.of("local");
        }

        @Override
        public Function<Reactor, ServerEndpoint> parse(EndpointArguments arguments) {
            int port = arguments.port("port", 0);
            ListenOptions options = ListenOptions.defaults().withInterface("127.0.0.1");
            return reactor -> new TcpServerEndpoint(reactor, port, options);
        }
    }

    @Test
    void isFoundByItsTypeInAnyCase() {
        MemoryReactor reactor = new MemoryReactor();

        assertThat(successResultOf(Endpoints.serverFromString(reactor, "LOCAL:port=80")
                                .listen(peer -> new BaseProtocol() {}))
                        .getHost())
                .isEqualTo(new TcpAddress("127.0.0.1", 80));
    }

    @Test
    void itsArgumentsAreCheckedLikeAnyOthers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoints.checkServer("local:80:colour=red"))
                .withMessageContaining("unknown argument: colour (expected: one of [port])");
    }
}
