/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.remote.banana.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PagerTest {
    /** Says whether it was closed. */
    static final class Source extends ByteArrayInputStream {
        boolean closed;
        boolean broken;

        Source(String text) {
            super(text.getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public byte[] readNBytes(int count) throws IOException {
            if (broken) {
                throw new IOException("broken disk");
            }
            return super.readNBytes(count);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    static final class Root implements Referenceable {
        byte[] bytes = "0123456789".getBytes(StandardCharsets.US_ASCII);
        final List<Deferred<@Nullable Void>> sent = new ArrayList<>();
        InputStream file = InputStream.nullInputStream();

        @Remote
        void pages(RemoteReference collector) {
            sent.add(Pager.send(collector, bytes, 4).onFired(outcome -> collector.release()));
        }

        @Remote
        void usual(RemoteReference collector) {
            sent.add(Pager.send(collector, bytes));
        }

        @Remote
        void file(RemoteReference collector) {
            sent.add(Pager.send(collector, file, 4));
        }

        @Remote
        void never(RemoteReference collector) {}
    }

    private final Root root = new Root();
    private final Pair pair = Pair.of(root);

    private List<String> pages(String method) {
        return pair.got(Pager.getAllPages(pair.root(), method)).stream()
                .map(ByteString::text)
                .toList();
    }

    // VP-A55 to A61, with the numbers of that run but for those of the calls.
    @Spec({"PB-105", "PB-107"})
    @Test
    void sendsByteForByteAsTheTransportDrains() throws Exception {
        StringTransport wire = Pair.serving(new PBServerFactory(root).buildProtocol(Pair.PEER));
        String first = Pair.served(wire, "07801a8717810482726f6f7405827061676573018102800b8702801087028101800587");
        PullProducer producer = wire.pullProducer().orElseThrow();
        List<String> messages = new ArrayList<>(List.of(first));
        while (wire.pullProducer().isPresent()) {
            wire.clear();
            producer.resumeProducing();
            messages.add(Pair.hex(wire));
        }
        assertThat(String.join("", messages))
                .contains("03801b87178101800187")
                .contains("07801a87018102810782676f7450616765008102800b8704823031323301800587")
                .contains("07801a87028102810782676f7450616765008102800b8704823435363701800587")
                .endsWith("07801a87038102810782676f7450616765008102800b870282383901800587"
                        + "07801a87048102810b82656e646564506167696e67008101800b8701800587"
                        + "02801d870281");
        assertThat(messages.get(messages.size() - 2)).doesNotContain("656e646564506167696e67");
        assertThat(successResultOf(root.sent.get(0))).isNull();
    }

    @Spec({"PB-105", "PB-106", "PB-108"})
    @Test
    void collectsAllPagesInOrder() {
        assertThat(pages("pages")).containsExactly("0123", "4567", "89");
        root.bytes = "01234567".getBytes(StandardCharsets.US_ASCII);
        assertThat(pages("pages")).containsExactly("0123", "4567");
        root.bytes = new byte[0];
        assertThat(pages("pages")).containsExactly("");
        root.bytes = new byte[20_000];
        assertThat(pair.got(Pager.getAllPages(pair.root(), "usual")).stream().map(ByteString::length))
                .containsExactly(8192, 8192, 3616);
        Source source = new Source("abcdef");
        root.file = source;
        assertThat(pages("file")).containsExactly("abcd", "ef");
        assertThat(source.closed).isTrue();
        root.file = InputStream.nullInputStream();
        assertThat(pages("file")).isEmpty();
        root.sent.forEach(each -> assertThat(successResultOf(each)).isNull());
        assertThat(pair.client().exported()).isEqualTo(3); // The collectors that the server has not released.
    }

    @Spec("PB-107")
    @Test
    void severalTakeTurns() throws Exception {
        StringTransport wire = Pair.serving(new PBServerFactory(root).buildProtocol(Pair.PEER));
        Pair.served(wire, "07801a8717810482726f6f7405827061676573018102800b8702801087028101800587");
        Pair.served(wire, "07801a8718810482726f6f7405827061676573018102800b8702801087038101800587");
        wire.clear();
        wire.pullProducer().orElseThrow().resumeProducing();
        assertThat(Pair.hex(wire)).contains("02810782676f7450616765").contains("03810782676f7450616765");
        while (wire.pullProducer().isPresent()) {
            wire.pullProducer().get().resumeProducing();
        }
        root.sent.forEach(each -> assertThat(successResultOf(each)).isNull());
    }

    @Spec({"PB-105", "PB-108"})
    @Test
    void saysWhatWentWrong() {
        Source broken = new Source("abcdef");
        broken.broken = true;
        root.file = broken;
        Deferred<?> waiting = Pager.getAllPages(pair.root(), "file");
        pair.wire.flush();
        assertThat(failureResultOf(root.sent.get(0)).value()).hasMessage("broken disk");
        assertThat(broken.closed).isTrue();
        assertNoResult(waiting);
        assertThat(pair.lost(Pager.getAllPages(pair.root(), "nosuch")).check("builtins.AttributeError"))
                .isNotNull();
        assertThat(pair.lost(Pager.getAllPages(9, pair.root(), "pages")).getErrorMessage())
                .isEqualTo("pages: more than 9 bytes");
        assertThat(successResultOf(root.sent.get(1))).isNull();
        Deferred<?> never = Pager.getAllPages(pair.root(), "never");
        assertThatThrownBy(() -> Pager.send(pair.root(), new byte[1], 0)).hasMessage("size: 0 (expected: 1 or more)");
        RemoteReference root = pair.root();
        Deferred<?> tooLarge = Pager.send(root, new byte[700_000], 700_000);
        assertThat(pair.lost(tooLarge).getErrorMessage()).contains("700000");
        pair.clients.disconnect();
        assertThat(pair.lost(never).value()).isInstanceOf(PBConnectionLost.class);
        assertThat(failureResultOf(waiting).value()).isInstanceOf(PBConnectionLost.class);
        Source source = new Source("x");
        assertThat(failureResultOf(Pager.send(root, source, 1)).value()).isInstanceOf(DeadReferenceException.class);
        assertThat(source.closed).isTrue();
    }

    @Spec("PB-107")
    @Test
    void aConnectionWithAnotherProducerTakesNoPages() {
        Broker server = new PBServerFactory(root).buildProtocol(Pair.PEER);
        StringTransport wire = Pair.serving(server);
        wire.registerProducer(new PullProducer() {
            @Override
            public void resumeProducing() {}

            @Override
            public void stopProducing() {}
        });
        Pair.served(wire, "07801a8717810482726f6f7405827061676573018102800b8702801087028101800587");
        assertThat(failureResultOf(root.sent.get(0)).value()).isInstanceOf(IllegalStateException.class);
        wire.unregisterProducer();
        Pair.served(wire, "07801a8718810482726f6f7405827061676573018102800b8702801087038101800587");
        assertThat(wire.pullProducer()).isPresent();
        wire.disconnect(new ConnectionDone());
        assertThat(failureResultOf(root.sent.get(1)).value()).isInstanceOf(PBConnectionLost.class);
    }

    @Spec("PB-105")
    @Test
    void theEndOfTheConnectionEndsPaging() {
        Broker server = new PBServerFactory(root).buildProtocol(Pair.PEER);
        StringTransport wire = Pair.serving(server);
        Pair.served(wire, "07801a8717810482726f6f7405827061676573018102800b8702801087028101800587");
        wire.disconnect(new ConnectionDone());
        assertThat(failureResultOf(root.sent.get(0)).value()).isInstanceOf(PBConnectionLost.class);
    }

    // ---- objects of this side's in the place of a peer's

    interface Room {
        Deferred<String> describe(long detail);

        @Remote("leave")
        Deferred<@Nullable Void> go();

        Deferred<Integer> later();

        Deferred<Object> missing();

        Deferred<String> label(Keywords keywords);

        void tell(String what);

        default Deferred<String> glance() {
            return describe(0);
        }
    }

    static final class Cellar {
        final List<String> told = new ArrayList<>();
        final Deferred<Object> answer = new Deferred<>();

        @Remote
        String describe(long detail) {
            return "dark " + detail;
        }

        @Remote
        void leave() {
            if (!told.contains("open")) {
                throw new IllegalStateException("locked");
            }
        }

        @Remote
        Deferred<Object> later() {
            return answer;
        }

        @Remote
        void tell(String what) {
            told.add(what);
        }

        @Remote
        String label(Keywords keywords) {
            return keywords.values().toString();
        }

        Object missing() {
            return "not for callers";
        }
    }

    @Spec({"PB-110", "PB-111"})
    @Test
    void aLocalObjectTakesThePlaceOfARemoteOne() {
        Cellar cellar = new Cellar();
        Room room = LocalAsRemote.of(Room.class, cellar);
        assertThat(successResultOf(room.describe(2))).isEqualTo("dark 2");
        assertThat(successResultOf(room.glance())).isEqualTo("dark 0");
        assertThat(failureResultOf(room.go()).value()).hasMessage("locked");
        Deferred<Integer> later = room.later();
        assertNoResult(later);
        cellar.answer.callback(7L);
        assertThat(successResultOf(later)).isEqualTo(7);
        assertThat(successResultOf(room.label(Keywords.of("colour", "red")))).isEqualTo("{colour=red}");
        room.tell("hello");
        assertThat(cellar.told).containsExactly("hello");
        assertThat(failureResultOf(room.missing()).value()).isInstanceOf(NoSuchRemoteMethodException.class);
        assertThat(room)
                .isEqualTo(LocalAsRemote.of(Room.class, cellar))
                .hasSameHashCodeAs(LocalAsRemote.of(Room.class, cellar))
                .isNotEqualTo(LocalAsRemote.of(Room.class, new Cellar()))
                .isNotEqualTo(cellar);
        assertThat(room.toString()).startsWith("Room of ");
        assertThatThrownBy(() -> LocalAsRemote.of(Comparable.class, cellar))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Objects.hash(room)).isNotZero();
    }
}
