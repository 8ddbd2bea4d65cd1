/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netwist.bridge.address.IpLiterals;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one endpoint description, for its parser.
 *
 * <p>Each of the methods without {@code named} in its name takes the next position: in {@code tcp:8080:interface=::} a first
 * {@code port("port")} finds 8080, and would find {@code port=8080} as well. An argument given both ways, and one that
 * nobody asked for, is an error. {@link IllegalArgumentException}s of these methods name the argument; whoever parses adds
 * the description.
 *
 * <p>Threading: one thread at a time.
 */
public final class EndpointArguments {

    private final Description description;
    private final Set<String> asked = new HashSet<>();
    private int position;

    EndpointArguments(Description description) {
        this.description = description;
    }

    /**
     * Whether an argument is given by its name.
     *
     * @param name the name
     * @return true for {@code name=value}, an empty value included
     */
    public boolean isNamed(String name) {
        return description.named().containsKey(name);
    }

    /**
     * Takes an argument that must be there.
     *
     * @param name the name, for those who give it by name
     * @return the text, not empty
     */
    public String text(String name) {
        String value = take(name, true);
        if (value == null || value.isEmpty()) {
            throw missing(name);
        }
        return value;
    }

    /**
     * Takes an argument that may be missing.
     *
     * @param name the name
     * @param otherwise what it is then
     * @return the text
     */
    public String text(String name, String otherwise) {
        String value = take(name, true);
        return value == null || value.isEmpty() ? otherwise : value;
    }

    /**
     * Takes an argument that can only be given by name.
     *
     * @param name the name
     * @return the text, or null if it is missing
     */
    public @Nullable String named(String name) {
        return take(name, false);
    }

    /**
     * Takes a port that must be there.
     *
     * @param name the name
     * @param least 0 where any free port will do, else 1
     * @return the port
     */
    public int port(String name, int least) {
        return number(name, text(name), least, 65535);
    }

    /**
     * Takes a whole number that may be missing.
     *
     * @param name the name
     * @param otherwise what it is then
     * @param least the smallest allowed
     * @param most the largest allowed
     * @return the number
     */
    public int integer(String name, int otherwise, int least, int most) {
        String value = take(name, true);
        return value == null ? otherwise : number(name, value, least, most);
    }

    /**
     * Takes a whole number that can only be given by name.
     *
     * @param name the name
     * @param otherwise what it is if it is missing
     * @param least the smallest allowed
     * @param most the largest allowed
     * @return the number
     */
    public int namedInteger(String name, int otherwise, int least, int most) {
        String value = take(name, false);
        return value == null ? otherwise : number(name, value, least, most);
    }

    /**
     * Takes an octal number that may be missing.
     *
     * @param name the name
     * @param otherwise what it is then
     * @param most the largest allowed
     * @return the number
     */
    public int octal(String name, int otherwise, int most) {
        String value = take(name, true);
        if (value == null) {
            return otherwise;
        }
        String expected = "an octal number of at most " + Integer.toOctalString(most);
        if (value.isEmpty() || value.length() > 10 || !value.chars().allMatch(c -> c >= '0' && c <= '7')) {
            throw wrong(name, value, expected);
        }
        int number = Integer.parseInt(value, 8);
        if (number > most) {
            throw wrong(name, value, expected);
        }
        return number;
    }

    /**
     * Takes a switch: 1, true or yes, and 0, false or no.
     *
     * @param name the name
     * @param otherwise what it is if it is missing
     * @return the switch
     */
    public boolean flag(String name, boolean otherwise) {
        return flag(name, take(name, true), otherwise);
    }

    /**
     * Takes a switch that can only be given by name: 1, true or yes, and 0, false or no.
     *
     * @param name the name
     * @param otherwise what it is if it is missing
     * @return the switch
     */
    public boolean namedFlag(String name, boolean otherwise) {
        return flag(name, take(name, false), otherwise);
    }

    private static boolean flag(String name, @Nullable String value, boolean otherwise) {
        if (value == null) {
            return otherwise;
        }
        return switch (value) {
            case "1", "true", "yes" -> true;
            case "0", "false", "no" -> false;
            default -> throw wrong(name, value, "1 or 0");
        };
    }

    /**
     * Takes a time in whole seconds, named only.
     *
     * @param name the name
     * @param otherwise what it is if it is missing
     * @return at least a second
     */
    public Duration namedSeconds(String name, Duration otherwise) {
        String value = take(name, false);
        return value == null ? otherwise : Duration.ofSeconds(number(name, value, 1, Integer.MAX_VALUE));
    }

    /**
     * Takes an IP literal, named only.
     *
     * @param name the name
     * @return the literal, or null if it is missing
     */
    public @Nullable String namedAddress(String name) {
        String value = take(name, false);
        if (value != null && !IpLiterals.isLiteral(value)) {
            throw wrong(name, value, "an IP address; colons in one are written \\:");
        }
        return value;
    }

    /**
     * Takes all arguments without a name that are left.
     *
     * @return them, in order
     */
    public List<String> others() {
        List<String> all = description.positional();
        List<String> left = all.subList(position, all.size());
        position = all.size();
        return left;
    }

    /**
     * Takes everything after the type as it was written, for a wrapper: it is a description itself.
     *
     * @return the description inside
     */
    public String rest() {
        position = description.positional().size();
        asked.addAll(description.named().keySet());
        return description.rest();
    }

    /**
     * An error about one argument.
     *
     * @param name the argument
     * @param value what it is
     * @param expected what it should be
     * @return the exception, to be thrown
     */
    public static IllegalArgumentException wrong(String name, String value, String expected) {
        return new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }

    private static IllegalArgumentException missing(String name) {
        return new IllegalArgumentException(name + " is missing");
    }

    private static int number(String name, String value, int least, int most) {
        String expected = most == Integer.MAX_VALUE ? "a number of at least " + least : least + ".." + most;
        if (value.isEmpty() || value.length() > 10 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw wrong(name, value, expected);
        }
        long number = Long.parseLong(value);
        if (number < least || number > most) {
            throw wrong(name, value, expected);
        }
        return (int) number;
    }

    private @Nullable String take(String name, boolean byPosition) {
        asked.add(name);
        String value = description.named().get(name);
        if (!byPosition || position >= description.positional().size()) {
            return value;
        }
        String positional = description.positional().get(position);
        if (value != null) {
            throw new IllegalArgumentException(name + " is given twice, as " + positional + " and as " + name + "="
                    + value + " (expected: once; a colon inside a value is written \\:)");
        }
        position++;
        return positional;
    }

    /** Called after the parser: everything must have been asked for. */
    void finish() {
        if (position < description.positional().size()) {
            throw new IllegalArgumentException(
                    "unexpected argument: " + description.positional().get(position)
                            + " (expected: nothing more; a colon inside a value is written \\:)");
        }
        for (String name : description.named().keySet()) {
            if (!asked.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown argument: " + name + " (expected: one of " + new TreeSet<>(asked) + ")");
            }
        }
    }
}
