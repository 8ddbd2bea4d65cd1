/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.checkers;

import io.netwist.deferred.Deferred;
import io.netwist.protocols.cred.AvatarId;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.CredentialsChecker;
import io.netwist.protocols.cred.UnauthorizedLogin;
import io.netwist.protocols.cred.UsernamePassword;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.Set;
import javax.naming.AuthenticationException;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;
import javax.naming.ldap.Rdn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory: a password is right when one can bind with it.
 *
 * <p>The place is an LDAP URL whose path is the name of an entry, with {@code %s} for the user: {@code
 * ldaps://ldap.example.org/uid=%s,ou=people,dc=example,dc=org}. By {@code ldap:} passwords travel in clear, so that is
 * accepted for this machine only. Source: RFC 4513; Twisted has no such checker.
 */
public final class LdapChecker implements CredentialsChecker {

    private static final Logger LOG = LoggerFactory.getLogger(LdapChecker.class);
    private static final String MILLIS = "10000";

    private final String server;
    private final String entry;

    /**
     * Checks the place.
     *
     * @param url as above
     * @throws IllegalArgumentException naming what was expected
     */
    public LdapChecker(String url) {
        int path = url.indexOf('/', url.indexOf("//") + 2);
        if (path < 0 || !url.substring(path).contains("%s")) {
            throw new IllegalArgumentException(
                    "LDAP URL: " + url
                            + " (expected: ldaps://HOST/NAME with %s for the user, for example ldaps://host/uid=%s,dc=example)");
        }
        server = url.substring(0, path);
        entry = url.substring(path + 1);
        try {
            URI place = new URI(server);
            boolean local = "localhost".equals(place.getHost())
                    || "127.0.0.1".equals(place.getHost())
                    || "[::1]".equals(place.getHost());
            if (!"ldaps".equals(place.getScheme()) && !(local && "ldap".equals(place.getScheme()))) {
                throw new IllegalArgumentException("LDAP URL: " + url
                        + " (expected: ldaps:, or ldap: to this machine, since passwords would be read on the way)");
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("LDAP URL: " + url + " (expected: ldaps://HOST[:PORT]/NAME)", e);
        }
    }

    @Override
    public Set<Class<? extends Credentials>> credentialTypes() {
        return Set.of(UsernamePassword.class);
    }

    @Override
    public Deferred<AvatarId> requestAvatarId(Credentials credentials) {
        UsernamePassword shown = (UsernamePassword) credentials;
        return Blocking.call(() -> {
            if (!shown.password().read(password -> binds(shown.username(), password))) {
                throw new UnauthorizedLogin();
            }
            return AvatarId.of(shown.username());
        });
    }

    @SuppressWarnings("JdkObsolete") // JNDI takes nothing else
    private boolean binds(String username, byte[] password) throws NamingException {
        // Without a name or a password a server says yes to anybody: RFC 4513 5.1.2.
        if (username.isEmpty() || password.length == 0) {
            return false;
        }
        byte[] copy = password.clone();
        Hashtable<String, Object> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
        environment.put(Context.PROVIDER_URL, server);
        environment.put(Context.SECURITY_AUTHENTICATION, "simple");
        environment.put(Context.SECURITY_PRINCIPAL, entry.replace("%s", Rdn.escapeValue(username)));
        environment.put(Context.SECURITY_CREDENTIALS, copy);
        environment.put("com.sun.jndi.ldap.connect.timeout", MILLIS);
        environment.put("com.sun.jndi.ldap.read.timeout", MILLIS);
        try {
            new InitialDirContext(environment).close();
            return true;
        } catch (AuthenticationException e) {
            LOG.debug("{} refuses a bind", server, e);
            return false;
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "directory " + server;
    }
}
