/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** The way back to the client, as a request sees it: a connection of HTTP/1, or a stream of HTTP/2. */
interface ResponseChannel {

    Address peer();

    Address host();

    Reactor loop();

    boolean isSecure();

    /** Whether a body of unknown length can be told from its end without closing the connection. */
    boolean canChunk(Request request);

    /** Sends head and body. A length of -1 says nothing of it; the body is empty where none may be sent. */
    void writeWhole(Request request, long length, byte[] body);

    void writeHead(Request request, long length, boolean chunked);

    /** Owns the data, which is not empty. */
    void writePiece(Request request, ByteBuf data);

    /** Sends a part of the file as all of the body, closes the file and finishes the request. */
    void writeFile(Request request, FileChannel file, long position, long length);

    void writeEnd(Request request);

    /** The answer cannot be completed: the client must be able to tell. */
    void breakOff(Request request);

    /** After {@link #writeWhole}, {@link #writeEnd} or the end of a file. */
    void requestDone(Request request);

    /** Whether the connection can be given to another protocol just now. */
    boolean canSwitch(Request request);

    /** Sends a 101, or without a name a 200, and gives the connection to another protocol. */
    void switchProtocol(Request request, @Nullable String name, Protocol next);

    void registerProducer(PushProducer producer);

    void registerProducer(PullProducer producer);

    void unregisterProducer();

    void loseConnection();
}
