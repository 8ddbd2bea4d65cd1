/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.strcred;

import io.netwist.protocols.cred.CredentialsChecker;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes checkers from text. Source: {@code twisted.cred.strcred.makeChecker}. */
public final class Checkers {

    private static final Logger LOG = LoggerFactory.getLogger(Checkers.class);

    private Checkers() {}

    /**
     * The types that there are.
     *
     * @param loader where to look; the loader of a plugin sees that plugin's too
     * @return sorted by name; one that is broken is logged and left out
     */
    public static List<CheckerMaker> makers(ClassLoader loader) {
        NavigableMap<String, CheckerMaker> all = new TreeMap<>();
        Iterator<ServiceLoader.Provider<CheckerMaker>> found =
                ServiceLoader.load(CheckerMaker.class, loader).stream().iterator();
        while (true) {
            try {
                if (!found.hasNext()) {
                    return List.copyOf(all.values());
                }
                CheckerMaker maker = found.next().get();
                all.putIfAbsent(maker.authType(), maker);
            } catch (ServiceConfigurationError | LinkageError e) {
                LOG.warn("a kind of checker cannot be used", e);
            }
        }
    }

    /**
     * Makes a checker.
     *
     * @param text a type, or a type, a colon and its argument: {@code file:/etc/users}
     * @return the checker
     * @throws NoSuchElementException if there is no such type; names those that there are
     * @throws IllegalArgumentException if the argument makes no sense; never repeats one that may be a password
     */
    public static CredentialsChecker fromString(String text) {
        return fromString(text, Checkers.class.getClassLoader());
    }

    /**
     * Makes a checker of a type that a class loader sees.
     *
     * @param text as for {@link #fromString(String)}
     * @param loader where to look
     * @return the checker
     * @throws NoSuchElementException if there is no such type; names those that there are
     * @throws IllegalArgumentException if the argument makes no sense
     */
    public static CredentialsChecker fromString(String text, ClassLoader loader) {
        int colon = text.indexOf(':');
        String type = colon < 0 ? text : text.substring(0, colon);
        String argument = colon < 0 ? "" : text.substring(colon + 1);
        return named(type, loader).makeChecker(argument);
    }

    /**
     * Finds a type.
     *
     * @param type its name
     * @param loader where to look
     * @return the maker
     * @throws NoSuchElementException if there is none; names those that there are
     */
    public static CheckerMaker named(String type, ClassLoader loader) {
        List<CheckerMaker> all = makers(loader);
        return all.stream()
                .filter(each -> each.authType().equals(type))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("auth type: " + type + " (expected: one of "
                        + String.join(
                                ", ", all.stream().map(CheckerMaker::authType).toList()) + ")"));
    }
}
