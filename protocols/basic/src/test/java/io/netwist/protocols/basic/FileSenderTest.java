/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.basic;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.bridge.testing.Wire;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FileSenderTest {

    private static class Sink extends BaseProtocol {
        int received;

        @Override
        public void dataReceived(io.netty.buffer.ByteBuf data) {
            received += data.readableBytes();
        }
    }

    private static ReadableByteChannel file(int size) {
        byte[] content = new byte[size];
        java.util.Arrays.fill(content, (byte) 'x');
        if (size > 0) {
            content[size - 1] = 'y';
        }
        return Channels.newChannel(new ByteArrayInputStream(content));
    }

    @Test
    @Spec("PRD-017")
    void sendsAFilePieceByPieceAsThePeerTakesIt() {
        Sink server = new Sink();
        Wire wire = Wire.connect(server, new BaseProtocol() {});
        wire.server().pauseProducing();
        Deferred<@Nullable Byte> done = FileSender.beginFileTransfer(file(1_000_000), wire.client());
        wire.flush();
        assertNoResult(done);
        wire.server().resumeProducing();
        wire.flush();
        assertThat(successResultOf(done)).isEqualTo((byte) 'y');
        assertThat(server.received).isEqualTo(1_000_000);
        wire.client().loseConnection();
        wire.flush();
        assertThat(wire.client().isConnected()).isFalse();
    }

    @Test
    @Spec("PRD-017")
    void readsAtMost16KiBEachTimeAndChangesThemOnRequest() throws Exception {
        StringTransport tr = StringTransport.connect(new Sink());
        Deferred<@Nullable Byte> done = FileSender.beginFileTransfer(file(16_385), tr, piece -> {
            piece.setByte(0, 'Z');
            return piece;
        });
        tr.pullProducer().orElseThrow().resumeProducing();
        assertThat(tr.bytes()).hasSize(16_384).startsWith('Z', 'x');
        tr.pullProducer().orElseThrow().resumeProducing();
        tr.pullProducer().orElseThrow().resumeProducing();
        assertThat(tr.pullProducer()).isEmpty();
        assertThat(successResultOf(done)).isEqualTo((byte) 'Z');
    }

    @Test
    @Spec("PRD-018")
    void failsWhenTheConsumerWantsNoMoreOrTheFileCannotBeRead() throws Exception {
        StringTransport tr = StringTransport.connect(new Sink());
        Deferred<@Nullable Byte> stopped = FileSender.beginFileTransfer(file(10), tr);
        tr.disconnect(new ConnectionDone());
        assertThat(failureResultOf(stopped, IOException.class)).hasMessageContaining("after 0 bytes");

        StringTransport other = StringTransport.connect(new Sink());
        Deferred<@Nullable Byte> broken = FileSender.beginFileTransfer(
                new ReadableByteChannel() {
                    @Override
                    public int read(ByteBuffer to) throws IOException {
                        throw new IOException("disk");
                    }

                    @Override
                    public boolean isOpen() {
                        return true;
                    }

                    @Override
                    public void close() {}
                },
                other);
        other.pullProducer().orElseThrow().resumeProducing();
        assertThat(failureResultOf(broken, IOException.class)).hasMessage("disk");
        assertThat(other.pullProducer()).isEmpty();
    }

    @Test
    void sendsNothingForAnEmptyFile() {
        Wire wire = Wire.connect(new Sink(), new BaseProtocol() {});
        Deferred<@Nullable Byte> done = FileSender.beginFileTransfer(file(0), wire.client());
        wire.flush();
        assertThat(successResultOf(done)).isNull();
    }
}
