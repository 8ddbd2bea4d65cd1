/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.classic;

import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.deferred.Deferred;
import io.netwist.protocols.basic.LineOnlyReceiver;
import io.netwist.protocols.classic.IdentException.Reason;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who owns a TCP connection of this machine.
 *
 * <p>A line that is no query closes the connection; ports out of range are answered with {@code INVALID-PORT}. Source:
 * {@code twisted.protocols.ident.IdentServer}, RFC 1413.
 */
public final class IdentServer extends LineOnlyReceiver {

    private static final Logger LOG = LoggerFactory.getLogger(IdentServer.class);

    /** RFC 1413, 4: {@code <port-on-server> , <port-on-client>}; white space is let pass. */
    private static final Pattern QUERY = Pattern.compile("\\s*(-?\\d{1,9})\\s*,\\s*(-?\\d{1,9})\\s*");

    /** RFC 1413, 5: at most 1,000 characters. */
    private static final int LONGEST_QUERY = 1000;

    private final Lookup lookup;

    /**
     * Who owns a connection.
     *
     * @param system the operating system, for example {@code UNIX}, or {@code OTHER}
     * @param user the name
     */
    public record Owner(String system, String user) {}

    /** Finds the owner of a connection. */
    @FunctionalInterface
    public interface Lookup {
        /**
         * Finds it.
         *
         * @param server our end of the connection asked about
         * @param client the asking machine's end of it
         * @return the owner, or failed with an {@link IdentException}
         * @throws Exception as a failure of the Deferred
         */
        Deferred<Owner> lookup(Address server, Address client) throws Exception;
    }

    /**
     * Makes one, for one connection.
     *
     * @param lookup finds owners
     */
    public IdentServer(Lookup lookup) {
        this.lookup = lookup;
        setMaxLength(LONGEST_QUERY);
    }

    @Override
    protected void lineReceived(String line) {
        Matcher query = QUERY.matcher(line);
        if (!query.matches()) {
            LOG.debug("{} sent no ident query; closing", transport().getPeer());
            transport().loseConnection();
            return;
        }
        int server = Integer.parseInt(query.group(1));
        int client = Integer.parseInt(query.group(2));
        String ports = server + ", " + client;
        find(server, client)
                .consume(
                        owner -> sendLine(ports + " : USERID : " + owner.system() + " : " + owner.user()),
                        failure -> sendLine(
                                ports + " : ERROR : " + reason(failure.value()).token()));
    }

    private Deferred<Owner> find(int server, int client) {
        if (!isPort(server) || !isPort(client)) {
            return Deferred.fail(new IdentException(Reason.INVALID_PORT, server + ", " + client));
        }
        try {
            return Objects.requireNonNull(
                    lookup.lookup(
                            new TcpAddress(transport().getHost().host(), server),
                            new TcpAddress(transport().getPeer().host(), client)),
                    "the lookup returned null (expected: a Deferred)");
        } catch (Exception e) {
            return Deferred.fail(e);
        }
    }

    private static boolean isPort(int number) {
        return number >= 1 && number <= 65535;
    }

    private static Reason reason(Throwable error) {
        if (error instanceof IdentException expected) {
            return expected.reason();
        }
        LOG.error("an ident lookup failed", error);
        return Reason.UNKNOWN_ERROR;
    }
}
