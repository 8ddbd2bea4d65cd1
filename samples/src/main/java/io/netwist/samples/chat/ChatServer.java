/* SPDX-License-Identifier: MIT */
package io.netwist.samples.chat;

import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Failure;
import io.netwist.protocols.basic.LineReceiver;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everybody who has given a name hears what the others say. Source: Twisted's {@code chat.py}. */
public final class ChatServer implements Factory<ChatServer.Chat> {

    /** By name. Only the reactor's thread touches it. */
    private final Map<String, Chat> users = new TreeMap<>();

    /** A chat without users. */
    public ChatServer() {}

    @Override
    public Chat buildProtocol(Address peer) {
        return new Chat();
    }

    /** One user. */
    final class Chat extends LineReceiver {

        /** Null until the user has given one that nobody else has. */
        private @Nullable String name;

        @Override
        public void connectionMade() {
            sendLine("What's your name?");
        }

        @Override
        protected void lineReceived(String line) {
            if (name == null) {
                register(line.strip());
            } else {
                tellOthers("<" + name + "> " + line);
            }
        }

        private void register(String wanted) {
            if (wanted.isEmpty() || users.containsKey(wanted)) {
                sendLine(wanted.isEmpty() ? "A name, please." : "Name taken, please choose another.");
                return;
            }
            sendLine("Welcome, " + wanted + "! Here: "
                    + (users.isEmpty() ? "nobody" : String.join(", ", users.keySet())));
            name = wanted;
            users.put(wanted, this);
            tellOthers(wanted + " has joined.");
        }

        @Override
        public void connectionLost(Failure reason) {
            if (name != null) {
                users.remove(name);
                tellOthers(name + " has left.");
            }
        }

        private void tellOthers(String line) {
            users.values().stream().filter(user -> user != this).forEach(user -> user.sendLine(line));
        }
    }

    /**
     * Serves until it is told to stop.
     *
     * @param arguments the port; 8123 if there is none
     */
    public static void main(String[] arguments) {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8123;
        NettyReactor reactor = NettyReactor.create();
        reactor.listenTCP(port, new ChatServer(), ListenOptions.defaults().withInterface("127.0.0.1"));
        reactor.run();
    }
}
