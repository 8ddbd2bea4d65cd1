/* SPDX-License-Identifier: MIT */
package io.netwist.samples.netty;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.netty.MessageProtocol;
import io.netwist.bridge.netty.NettyReactor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in what MQTT clients publish at most once; Netty's codec knows the protocol, this knows what to do. */
public final class MqttKeeper extends MessageProtocol<MqttMessage> {

    private static final Logger LOG = LoggerFactory.getLogger(MqttKeeper.class);

    private final Queue<String> kept;

    /**
     * Makes one, for one connection.
     *
     * @param kept gets what is published, as "topic: text"
     */
    public MqttKeeper(Queue<String> kept) {
        super(MqttMessage.class, new MqttDecoder(), MqttEncoder.INSTANCE);
        this.kept = kept;
    }

    @Override
    protected void messageReceived(MqttMessage message) {
        if (message.decoderResult().isFailure()) {
            LOG.debug("{} sent no MQTT: {}", transport().getPeer(), message.decoderResult());
            transport().loseConnection();
            return;
        }
        switch (message.fixedHeader().messageType()) {
            case CONNECT ->
                writeMessage(MqttMessageBuilders.connAck()
                        .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                        .build());
            case PINGREQ -> writeMessage(MqttMessage.PINGRESP);
            case PUBLISH -> {
                MqttPublishMessage published = (MqttPublishMessage) message;
                kept.add(published.variableHeader().topicName() + ": "
                        + published.payload().toString(StandardCharsets.UTF_8));
            }
            case DISCONNECT -> transport().loseConnection();
            default -> {
                LOG.debug("{} wants {}, which is not served", transport().getPeer(), message);
                transport().loseConnection();
            }
        }
    }

    /**
     * Serves until it is told to stop.
     *
     * @param arguments the port
     */
    public static void main(String[] arguments) {
        NettyReactor reactor = NettyReactor.create();
        Queue<String> kept = new ArrayDeque<>();
        reactor.listenTCP(
                Integer.parseInt(arguments[0]),
                Factory.forProtocol(() -> new MqttKeeper(kept)),
                ListenOptions.defaults().withInterface("127.0.0.1"));
        reactor.run();
    }
}
