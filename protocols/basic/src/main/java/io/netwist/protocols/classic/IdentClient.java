/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.classic;

import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.protocols.basic.LineOnlyReceiver;
import io.netwist.protocols.classic.IdentException.Reason;
import io.netwist.protocols.classic.IdentServer.Owner;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks who owns connections, one query after another.
 *
 * <p>Source: {@code twisted.protocols.ident.IdentClient}, RFC 1413.
 */
public final class IdentClient extends LineOnlyReceiver {

    private static final Logger LOG = LoggerFactory.getLogger(IdentClient.class);

    private final ArrayDeque<Query> queries = new ArrayDeque<>();

    private record Query(String line, Deferred<Owner> answer) {}

    /** Makes one, for one connection to the machine whose users are asked for. */
    public IdentClient() {}

    /**
     * Asks.
     *
     * @param portOnServer the port on the machine asked
     * @param portOnClient the port on this machine
     * @return the owner, or failed with an {@link IdentException}
     */
    public Deferred<Owner> lookup(int portOnServer, int portOnClient) {
        Query query = new Query(portOnServer + ", " + portOnClient, new Deferred<>());
        if (!transport().isConnected()) {
            return Deferred.fail(new IdentException(Reason.UNKNOWN_ERROR, query.line() + ": the connection is over"));
        }
        queries.add(query);
        if (queries.size() == 1) {
            sendLine(query.line());
        }
        return query.answer();
    }

    @Override
    protected void lineReceived(String line) {
        Query query = queries.poll();
        if (query == null) {
            LOG.debug("{} answered without being asked", transport().getPeer());
            return;
        }
        Query next = queries.peek();
        if (next != null) {
            sendLine(next.line());
        }
        answer(query.answer(), line);
    }

    private static void answer(Deferred<Owner> waiting, String line) {
        String[] parts = line.split(":", 4);
        if (parts.length == 4 && parts[1].strip().equals("USERID")) {
            waiting.callback(new Owner(parts[2].strip(), parts[3].strip()));
        } else if (parts.length >= 3 && parts[1].strip().equals("ERROR")) {
            waiting.errback(new IdentException(Reason.of(parts[2].strip()), line));
        } else {
            waiting.errback(new IdentException(Reason.UNKNOWN_ERROR, line));
        }
    }

    @Override
    public void connectionLost(Failure reason) {
        for (Query each = queries.poll(); each != null; each = queries.poll()) {
            each.answer()
                    .errback(new IdentException(Reason.UNKNOWN_ERROR, each.line() + ": " + reason.getErrorMessage()));
        }
    }
}
