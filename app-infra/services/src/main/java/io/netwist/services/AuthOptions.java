/* SPDX-License-Identifier: MIT */
package io.netwist.services;

import io.netwist.application.HelpfulOptions;
import io.netwist.application.UsageException;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.CredentialsChecker;
import io.netwist.protocols.cred.Portal;
import io.netwist.protocols.cred.Realm;
import io.netwist.protocols.cred.strcred.CheckerMaker;
import io.netwist.protocols.cred.strcred.Checkers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Whom a service lets in: the options {@code --auth}, {@code --help-auth} and {@code --help-auth-type}, for a {@code @Mixin}
 * field.
 *
 * <pre>{@code
 * public static class Options {
 *     @Mixin
 *     AuthOptions auth = AuthOptions.accepting(UsernamePassword.class);
 * }
 * }</pre>
 *
 * <p>Source: {@code twisted.cred.strcred.AuthOptionMixin}.
 */
public final class AuthOptions implements HelpfulOptions {

    @Option(
            names = "--auth",
            paramLabel = "TYPE[:ARGUMENT]",
            description = "Whom to let in, for example file:/etc/users. May be given more than once.")
    private List<String> auth = new ArrayList<>();

    @Option(names = "--help-auth", help = true, description = "List the types for --auth and end.")
    private boolean helpAuth;

    @Option(
            names = "--help-auth-type",
            help = true,
            paramLabel = "TYPE",
            description = "Say more about a type for --auth and end.")
    private @Nullable String helpAuthType;

    /** Empty for any. */
    private final Set<Class<? extends Credentials>> accepted;

    private AuthOptions(Set<Class<? extends Credentials>> accepted) {
        this.accepted = accepted;
    }

    /**
     * For a protocol that can show some types of credentials.
     *
     * @param types which; a checker that can judge none of them is refused. None for any checker
     * @return the options
     */
    @SafeVarargs
    public static AuthOptions accepting(Class<? extends Credentials>... types) {
        Set<Class<? extends Credentials>> all = new LinkedHashSet<>();
        for (Class<? extends Credentials> each : types) {
            all.add(each);
        }
        return new AuthOptions(all);
    }

    /**
     * Whether anything was chosen.
     *
     * @return true after {@code --auth}
     */
    public boolean isGiven() {
        return !auth.isEmpty();
    }

    /**
     * What was chosen.
     *
     * @return a checker for each {@code --auth}
     * @throws UsageException naming the option and what was expected
     */
    public List<CredentialsChecker> checkers() {
        List<CredentialsChecker> all = new ArrayList<>();
        for (String each : auth) {
            try {
                CredentialsChecker checker = Checkers.fromString(each, loader());
                if (!isUsable(checker.credentialTypes())) {
                    throw new UsageException("--auth: " + type(each)
                            + " cannot judge what this service gets from its clients (expected: a type that --help-auth"
                            + " lists)");
                }
                all.add(checker);
            } catch (NoSuchElementException | IllegalArgumentException e) {
                throw new UsageException("--auth: " + e.getMessage(), e);
            }
        }
        return all;
    }

    /**
     * The same by what they can judge.
     *
     * @return the types of credentials, each with the checkers that know it
     * @throws UsageException naming the option and what was expected
     */
    public Map<Class<? extends Credentials>, List<CredentialsChecker>> checkersByType() {
        Map<Class<? extends Credentials>, List<CredentialsChecker>> all = new LinkedHashMap<>();
        for (CredentialsChecker checker : checkers()) {
            checker.credentialTypes()
                    .forEach(type -> all.computeIfAbsent(type, first -> new ArrayList<>())
                            .add(checker));
        }
        return Collections.unmodifiableMap(all);
    }

    /**
     * A portal with what was chosen.
     *
     * @param realm what people get
     * @return the portal
     * @throws UsageException naming the option and what was expected
     */
    public Portal portal(Realm realm) {
        return new Portal(realm, checkers().toArray(CredentialsChecker[]::new));
    }

    private boolean isUsable(Set<Class<? extends Credentials>> types) {
        return accepted.isEmpty()
                || types.stream().anyMatch(type -> accepted.stream().anyMatch(type::isAssignableFrom));
    }

    /** What stands behind the type may be a password. */
    private static String type(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? AuthOptions.class.getClassLoader() : context;
    }

    @Override
    public Optional<String> help() {
        String type = helpAuthType;
        if (type != null) {
            try {
                return Optional.of(detail(Checkers.named(type, loader())));
            } catch (NoSuchElementException e) {
                throw new UsageException("--help-auth-type: " + e.getMessage(), e);
            }
        }
        return helpAuth ? Optional.of(list()) : Optional.empty();
    }

    private String list() {
        StringBuilder text = new StringBuilder("Types for --auth:\n");
        for (CheckerMaker each : Checkers.makers(loader())) {
            if (isUsable(each.credentialTypes())) {
                text.append("  ").append(form(each)).append('\n');
            }
        }
        return text.append("--help-auth-type TYPE says more about one.").toString();
    }

    private static String form(CheckerMaker maker) {
        String argument = maker.argumentFormat();
        return maker.authType()
                + (argument.isEmpty() ? "" : argument.startsWith("[") ? "[:" + argument.substring(1) : ":" + argument);
    }

    private String detail(CheckerMaker maker) {
        return form(maker) + "\n\n" + maker.help()
                + (isUsable(maker.credentialTypes())
                        ? ""
                        : "\n\nThis service cannot use it: its clients show no credentials of that kind.");
    }
}
