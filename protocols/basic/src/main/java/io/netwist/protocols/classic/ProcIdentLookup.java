/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.classic;

import io.netwist.bridge.ReactorThreads;
import io.netwist.bridge.address.Address;
import io.netwist.deferred.Deferred;
import io.netwist.protocols.classic.IdentException.Reason;
import io.netwist.protocols.classic.IdentServer.Owner;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds owners of IPv4 connections in {@code /proc/net/tcp} of Linux, or in {@code tcp6} beside it, where those of programs
 * with sockets for both versions stand, and their names in {@code /etc/passwd}.
 *
 * <p>The files are read on a thread of the reactor's pool. Source: {@code twisted.protocols.ident.ProcServerMixin}.
 */
public final class ProcIdentLookup implements IdentServer.Lookup {

    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** What stands before an IPv4 address in one of version 6 (RFC 4291, 2.5.5.2), in both orders of bytes. */
    private static final String MAPPED_LITTLE = "0000000000000000FFFF0000";

    private static final String MAPPED_BIG = "00000000000000000000FFFF";

    private final ReactorThreads threads;
    private final Path connections;
    private final Path users;

    /**
     * Makes one.
     *
     * @param threads whose pool reads the files
     */
    public ProcIdentLookup(ReactorThreads threads) {
        this(threads, Path.of("/proc/net/tcp"), Path.of("/etc/passwd"));
    }

    ProcIdentLookup(ReactorThreads threads, Path connections, Path users) {
        this.threads = threads;
        this.connections = connections;
        this.users = users;
    }

    @Override
    public Deferred<Owner> lookup(Address server, Address client) {
        return threads.deferToThread(() -> find(server, client));
    }

    private Owner find(Address server, Address client) throws IOException {
        Optional<Owner> owner = find(server, client, connections);
        Path both = connections.resolveSibling(connections.getFileName() + "6");
        if (owner.isEmpty() && Files.exists(both)) {
            owner = find(server, client, both);
        }
        return owner.orElseThrow(() -> new IdentException(Reason.NO_USER, server + " from " + client));
    }

    private Optional<Owner> find(Address server, Address client, Path list) throws IOException {
        List<String> lines = Files.readAllLines(list, StandardCharsets.US_ASCII);
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            List<String> fields = SPACE.splitAsStream(line.strip()).toList();
            if (fields.size() > 7
                    && port(fields.get(1)) == server.port()
                    && port(fields.get(2)) == client.port()
                    && host(fields.get(2)).equals(client.host())) {
                return Optional.of(new Owner("LINUX", nameOf(fields.get(7))));
            }
        }
        return Optional.empty();
    }

    private static int port(String packed) {
        return Integer.parseInt(packed.substring(packed.indexOf(':') + 1), 16);
    }

    /** The kernel prints the four bytes as one number in the machine's own order: little-endian everywhere that matters. */
    private static String host(String packed) {
        String digits = packed.substring(0, packed.indexOf(':'));
        boolean mapped = digits.startsWith(MAPPED_LITTLE) || digits.startsWith(MAPPED_BIG);
        if (digits.length() > 8 && !mapped) {
            return "";
        }
        long number = Long.parseLong(digits.substring(digits.length() - 8), 16);
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            int shift = 8 * (little ? i : 3 - i);
            text.append(i == 0 ? "" : ".").append((number >> shift) & 0xff);
        }
        return text.toString();
    }

    private String nameOf(String uid) throws IOException {
        for (String line : Files.readAllLines(users, StandardCharsets.ISO_8859_1)) {
            String[] fields = line.split(":", -1);
            if (fields.length > 2 && fields[2].equals(uid)) {
                return fields[0];
            }
        }
        throw new IdentException(Reason.UNKNOWN_ERROR, "uid " + uid + " has no name");
    }
}
