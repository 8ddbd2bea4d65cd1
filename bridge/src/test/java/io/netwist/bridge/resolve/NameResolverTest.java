/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.address.UdpAddress;
import io.netwist.bridge.error.HostNotFoundException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a receiver hears, with the thread of the lookup played by the test. */
class NameResolverTest {

    /** Writes down what it hears. */
    private static final class Recorder implements ResolutionReceiver {
        final List<String> events = new ArrayList<>();
        final List<Address> addresses = new ArrayList<>();

        @Override
        public void resolutionBegan(Resolution resolution) {
            events.add("began " + resolution.name());
        }

        @Override
        public void addressResolved(Address address) {
            events.add("resolved");
            addresses.add(address);
        }

        @Override
        public void resolutionComplete() {
            events.add("complete");
        }
    }

    private final Recorder receiver = new Recorder();
    private final Deferred<List<InetAddress>> lookup = new Deferred<>();
    private int lookups;

    private final NameResolver resolver = NameResolver.ofPlatform(call -> {
        lookups++;
        return lookup;
    });

    private static InetAddress address(int... bytes) throws UnknownHostException {
        byte[] raw = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            raw[i] = (byte) bytes[i];
        }
        return InetAddress.getByAddress(raw);
    }

    private static List<InetAddress> both() throws UnknownHostException {
        return List.of(
                address(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), address(127, 0, 0, 1), address(127, 0, 0, 2));
    }

    @Test
    @Spec({"RES-001", "RES-004"})
    void tellsOfEveryAddressInThePlatformsOrder() throws Exception {
        resolver.resolveHostName(receiver, new HostQuery("host.example", 80));
        assertThat(receiver.events).containsExactly("began host.example");

        lookup.callback(both());
        assertThat(receiver.events)
                .containsExactly("began host.example", "resolved", "resolved", "resolved", "complete");
        assertThat(receiver.addresses)
                .containsExactly(
                        new TcpAddress("0:0:0:0:0:0:0:1", 80),
                        new TcpAddress("127.0.0.1", 80),
                        new TcpAddress("127.0.0.2", 80));
    }

    @Test
    @Spec({"RES-001", "RES-003"})
    void givesTheFamilyAndTheKindThatWereAskedFor() throws Exception {
        resolver.resolveHostName(
                receiver,
                new HostQuery("host.example", 53).withFamily(AddressFamily.IPV6).withDatagrams(true));
        lookup.callback(both());

        assertThat(receiver.addresses).containsExactly(new UdpAddress("0:0:0:0:0:0:0:1", 53));
    }

    @Test
    @Spec("RES-002")
    void anUnknownNameIsAnEmptyAnswer() {
        resolver.resolveHostName(receiver, new HostQuery("host.example", 80));
        lookup.errback(new UnknownHostException("host.example"));

        assertThat(receiver.events).containsExactly("began host.example", "complete");
    }

    @Test
    @Spec("RES-002")
    void aFailureToLookUpIsAnEmptyAnswerToo() {
        resolver.resolveHostName(receiver, new HostQuery("host.example", 80));
        lookup.errback(new IllegalStateException("the resolver broke, as this test wants"));

        assertThat(receiver.events).containsExactly("began host.example", "complete");
    }

    @Test
    @Spec("RES-008")
    void aCancelledLookupTellsNothingMore() throws Exception {
        Resolution resolution = resolver.resolveHostName(receiver, new HostQuery("host.example", 80));
        resolution.cancel();

        assertThat(receiver.events).containsExactly("began host.example");
        assertThat(lookup.isCalled()).isTrue();
    }

    @Test
    void aLiteralNeedsNoThread() {
        resolver.resolveHostName(receiver, new HostQuery("127.0.0.1", 80));

        assertThat(receiver.addresses).containsExactly(new TcpAddress("127.0.0.1", 80));
        assertThat(lookups).isZero();
    }

    @Test
    @Spec({"RES-007", "END-016"})
    void namesInAnyScriptAreEncoded() {
        assertThat(HostNames.toAscii("bücher.example")).isEqualTo("xn--bcher-kva.example");
        assertThat(HostNames.toAscii("bu\u0308cher.example")).isEqualTo("xn--bcher-kva.example");
        assertThat(HostNames.toAscii("::1")).isEqualTo("::1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostNames.toAscii("no such\u0000name"))
                .withMessage("host: no\\u0020such\\u0000name (expected: the name of a host)");
    }

    @Test
    @Spec("RES-007")
    void aNameThatCannotBeEncodedHasNoAddress() {
        resolver.resolveHostName(receiver, new HostQuery("a..b" + "x".repeat(300), 80));

        assertThat(receiver.events).hasSize(2).last().isEqualTo("complete");
        assertThat(lookups).isZero();
    }

    @Test
    @Spec("RES-005")
    void aSimpleResolverGivesOneAddress() {
        NameResolver simple = NameResolver.of((name, timeout) -> Deferred.succeed("10.0.0.7"));
        simple.resolveHostName(receiver, new HostQuery("host.example", 80));

        assertThat(receiver.events).containsExactly("began host.example", "resolved", "complete");
        assertThat(receiver.addresses).containsExactly(new TcpAddress("10.0.0.7", 80));
    }

    @Test
    @Spec("RES-005")
    void aSimpleResolversFailureAndIPv6AreEmptyAnswers() {
        NameResolver failing =
                NameResolver.of((name, timeout) -> Deferred.fail(new HostNotFoundException(name + timeout, null)));
        failing.resolveHostName(receiver, new HostQuery("host.example", 80));
        NameResolver simple = NameResolver.of((name, timeout) -> Deferred.succeed("10.0.0.7"));
        simple.resolveHostName(receiver, new HostQuery("host.example", 80).withFamily(AddressFamily.IPV6));

        assertThat(receiver.events).containsExactly("began host.example", "complete", "began host.example", "complete");
    }

    @Test
    @Spec("RES-008")
    void aSimpleLookupCanBeCancelled() {
        Deferred<String> answer = new Deferred<>();
        NameResolver simple = NameResolver.of((String name, Duration timeout) -> answer);
        simple.resolveHostName(receiver, new HostQuery("host.example", 80)).cancel();

        assertThat(answer.isCalled()).isTrue();
        assertThat(receiver.events).containsExactly("began host.example");
    }
}
