/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.peer;

/** A library's servers. */
interface Peer {
    /** What every static file and every answer that is not an echo is made of. */
    String HELLO = "Hello, world";

    /** The line that asks for nothing but its own return. */
    String JSON = "{\"message\":\"Hello, world\",\"count\":3,\"tags\":[\"a\",\"b\",\"c\"]}";

    /**
     * Starts a server on a port of its own on 127.0.0.1.
     *
     * @param service echo, line, udp, hello, json, static, amp or pb
     * @param transport nio, epoll or io_uring; ignored by what has only one
     * @return the port
     * @throws Exception if the server cannot start
     */
    int start(String service, String transport) throws Exception;
}
