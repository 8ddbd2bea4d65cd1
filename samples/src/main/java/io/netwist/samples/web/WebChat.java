/* SPDX-License-Identifier: MIT */
package io.netwist.samples.web;

import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Failure;
import io.netwist.protocols.web.Data;
import io.netwist.protocols.web.Resource;
import io.netwist.protocols.web.Site;
import io.netwist.protocols.web.websocket.WebSocketProtocol;
import io.netwist.protocols.web.websocket.WebSocketResource;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A page, and a WebSocket beside it on the same port: everybody who has the page open hears what the others write. */
public final class WebChat {

    private static final String PAGE = """
            <!doctype html>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Chat</title>
            <style>
              body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 1rem auto; padding: 0 1rem }
              ul { list-style: none; padding: 0; min-height: 10rem }
              form { display: flex; gap: .5rem }
              input { font: inherit; flex: 1; padding: .4rem }
              button { font: inherit }
            </style>
            <h1>Chat</h1>
            <ul id="said" aria-live="polite"></ul>
            <form id="form"><input id="text" autocomplete="off" aria-label="What you say" autofocus><button>Say</button></form>
            <script>
              const socket = new WebSocket(new URL("talk", location.href.replace(/^http/, "ws")));
              const say = text => {
                const line = document.createElement("li");
                line.textContent = text; // Never innerHTML: the text is somebody else's.
                document.getElementById("said").append(line);
              };
              socket.onmessage = event => say(event.data);
              socket.onclose = () => say("(the connection is closed)");
              document.getElementById("form").onsubmit = event => {
                event.preventDefault();
                const text = document.getElementById("text");
                socket.send(text.value);
                text.value = "";
              };
            </script>
            """;

    /** Those who have the page open. Only the reactor's thread touches it. */
    private final Set<Guest> guests = new LinkedHashSet<>();

    private int guestsSoFar;

    /** A chat without guests. */
    public WebChat() {}

    /**
     * The site.
     *
     * @return with the page at {@code /} and the WebSocket at {@code /talk}
     */
    public Resource site() {
        Resource root = new Resource() {};
        root.putChild("", new Data(PAGE.getBytes(StandardCharsets.UTF_8), "text/html; charset=utf-8"));
        root.putChild("talk", new WebSocketResource(request -> new Guest(request.getArg("name"))));
        return root;
    }

    private final class Guest extends WebSocketProtocol {
        private final String name;

        Guest(@Nullable String wanted) {
            name = wanted != null ? wanted : "Guest " + ++guestsSoFar;
        }

        @Override
        public void negotiationFinished() {
            guests.add(this);
            transport().sendTextMessage("Welcome, " + name + "!");
            tellOthers(name + " has come.");
        }

        @Override
        public void textMessageReceived(String text) {
            transport().sendTextMessage("You: " + text);
            tellOthers(name + ": " + text);
        }

        @Override
        public void connectionLost(Failure reason) {
            guests.remove(this);
            tellOthers(name + " has left.");
        }

        private void tellOthers(String line) {
            guests.stream()
                    .filter(guest -> guest != this)
                    .forEach(guest -> guest.transport().sendTextMessage(line));
        }
    }

    /**
     * Serves until it is told to stop.
     *
     * @param arguments the port; 8080 if there is none
     */
    public static void main(String[] arguments) {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8080;
        NettyReactor reactor = NettyReactor.create();
        reactor.listenTCP(
                port, new Site(new WebChat().site()), ListenOptions.defaults().withInterface("127.0.0.1"));
        reactor.run();
    }
}
