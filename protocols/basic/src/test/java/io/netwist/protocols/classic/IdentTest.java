/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.classic;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.testing.Chunkings;
import io.netwist.bridge.testing.MemoryReactor;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.deferred.Deferred;
import io.netwist.protocols.classic.IdentException.Reason;
import io.netwist.protocols.classic.IdentServer.Owner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdentTest {

    @ParameterizedTest
    @EnumSource
    void tellsOwnersOfConnections(Chunkings chunking) {
        IdentServer server = new IdentServer((here, there) -> switch (here.port()) {
            case 22 -> Deferred.succeed(new Owner("UNIX", "joe"));
            case 23 -> Deferred.fail(new IdentException(Reason.HIDDEN_USER, "no"));
            default -> throw new IdentException(Reason.NO_USER, "none");
        });
        StringTransport tr = StringTransport.connect(server);
        chunking.deliver(tr, "22, 1\r\n 23 ,2\r\n24,3\r\n0,5\r\n70000,5\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(tr.value().lines())
                .containsExactly(
                        "22, 1 : USERID : UNIX : joe",
                        "23, 2 : ERROR : HIDDEN-USER",
                        "24, 3 : ERROR : NO-USER",
                        "0, 5 : ERROR : INVALID-PORT",
                        "70000, 5 : ERROR : INVALID-PORT");
        tr.deliver("hello\r\n");
        assertThat(tr.isDisconnecting()).isTrue();
    }

    @Test
    void asksOneQueryAfterAnother() {
        IdentClient client = new IdentClient();
        StringTransport tr = StringTransport.connect(client);
        Deferred<Owner> first = client.lookup(22, 1);
        Deferred<Owner> second = client.lookup(23, 2);
        Deferred<Owner> third = client.lookup(24, 3);
        assertThat(tr.value()).isEqualTo("22, 1\r\n");
        tr.deliver("22, 1 : USERID : UNIX : joe:x\r\n");
        assertThat(successResultOf(first)).isEqualTo(new Owner("UNIX", "joe:x"));
        assertThat(tr.value()).isEqualTo("22, 1\r\n23, 2\r\n");
        tr.deliver("23, 2 : ERROR : NO-USER\r\n");
        assertThat(failureResultOf(second, IdentException.class).reason()).isEqualTo(Reason.NO_USER);
        assertNoResult(third);
        tr.disconnect(new ConnectionDone());
        assertThat(failureResultOf(third, IdentException.class).reason()).isEqualTo(Reason.UNKNOWN_ERROR);
        assertThat(failureResultOf(client.lookup(1, 1), IdentException.class)).hasMessageContaining("over");
    }

    @Test
    void findsOwnersWhereLinuxListsThem(@TempDir Path directory) throws Exception {
        Path connections = Files.writeString(directory.resolve("tcp"), """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0100007F:0016 0201A8C0:C001 01 00000000:00000000 00:00000000 00000000  1000        0 1
                """);
        Files.writeString(directory.resolve("tcp6"), """
                  sl  local_address remote_address st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0000000000000000FFFF00000100007F:0019 00000000000000000000000001000000:C001 01 0:0 0:0 0 0 0 1
                   1: 0000000000000000FFFF00000100007F:0019 0000000000000000FFFF00000201A8C0:C001 01 0:0 0:0 0 1000 0 1
                """);
        Path users = Files.writeString(directory.resolve("passwd"), "root:x:0:0::/root:/bin/sh\njoe:x:1000:1000:::\n");
        MemoryReactor reactor = new MemoryReactor();
        ProcIdentLookup lookup = new ProcIdentLookup(reactor, connections, users);
        TcpAddress client = new TcpAddress("192.168.1.2", 49153);
        Deferred<Owner> joe = lookup.lookup(new TcpAddress("127.0.0.1", 22), client);
        assertThat(reactor.runUntil(joe, Duration.ofSeconds(5))).isEqualTo(new Owner("LINUX", "joe"));
        Deferred<Owner> both = lookup.lookup(new TcpAddress("127.0.0.1", 25), client);
        assertThat(reactor.runUntil(both, Duration.ofSeconds(5))).isEqualTo(new Owner("LINUX", "joe"));
        Deferred<Owner> nobody = lookup.lookup(new TcpAddress("127.0.0.1", 23), client);
        reactor.iterate(Duration.ZERO);
        assertThat(failureResultOf(nobody, IdentException.class).reason()).isEqualTo(Reason.NO_USER);
    }
}
