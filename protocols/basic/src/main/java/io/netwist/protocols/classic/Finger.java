/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.classic;

import io.netwist.protocols.basic.LineReceiver;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Answers who somebody is; refuses everything until it is extended.
 *
 * <p>Override {@link #getUser}, {@link #getDomain} or {@link #forwardQuery}; each writes its answer, at once or later, and
 * closes the connection. Source: {@code twisted.protocols.finger.Finger}, RFC 1288.
 */
public class Finger extends LineReceiver {

    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** Makes one, for one connection. */
    public Finger() {}

    @Override
    protected final void lineReceived(String line) throws Exception {
        List<String> parts = SPACE.splitAsStream(line.strip()).toList();
        boolean verbose = parts.size() > 1;
        String user = parts.get(parts.size() - 1);
        if (user.equalsIgnoreCase("/W")) {
            verbose = true;
            user = "";
        }
        int at = user.lastIndexOf('@');
        if (at >= 0) {
            forwardQuery(verbose, user.substring(0, at), user.substring(at + 1));
        } else if (user.isEmpty()) {
            getDomain(verbose);
        } else {
            getUser(verbose, user);
        }
    }

    /**
     * Somebody asks about a user. Override me.
     *
     * @param verbose whether the long form is asked for ({@code /W})
     * @param user the name, as it was sent
     * @throws Exception ends the connection
     */
    protected void getUser(boolean verbose, String user) throws Exception {
        sendLine("Login: " + printable(user));
        refuse("No such user");
    }

    /**
     * Somebody asks who is there. Override me.
     *
     * @param verbose whether the long form is asked for
     * @throws Exception ends the connection
     */
    protected void getDomain(boolean verbose) throws Exception {
        refuse("Finger online list denied");
    }

    /**
     * Somebody asks us to ask another host. Override me, with care: RFC 1288 advises against it.
     *
     * @param verbose whether the long form is asked for
     * @param user the name, perhaps with more hosts; empty for a list
     * @param host the last host named
     * @throws Exception ends the connection
     */
    protected void forwardQuery(boolean verbose, String user, String host) throws Exception {
        refuse("Finger forwarding service denied");
    }

    /**
     * Sends one line and closes.
     *
     * @param message the line
     */
    protected final void refuse(String message) {
        sendLine(message);
        transport().loseConnection();
    }

    /** RFC 1288, 3.3: what came from elsewhere must not reach a terminal as it is. */
    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
