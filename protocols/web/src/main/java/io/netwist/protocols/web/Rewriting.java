/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Changes the paths of requests before a resource and those beneath it see them.
 *
 * <pre>{@code
 * new Rewriting(root, Rewriting.alias("old/place", "new"), Rewriting.tilde("users"))
 * }</pre>
 *
 * <p>The client does not notice; to send it elsewhere is for {@link Redirect}. Source: {@code twisted.web.rewrite}.
 */
public final class Rewriting extends Resource {

    /** Changes a path, or leaves it. */
    @FunctionalInterface
    public interface Rule {

        /**
         * Looks at a path.
         *
         * @param rest the decoded segments that are left
         * @return others to go on with, or the same
         */
        List<String> rewrite(List<String> rest);
    }

    private final Resource resource;
    private final List<Rule> rules;

    /**
     * Makes one.
     *
     * @param resource answers
     * @param rules each is given what the one before it made
     */
    public Rewriting(Resource resource, Rule... rules) {
        this.resource = Objects.requireNonNull(resource, "resource");
        this.rules = List.of(rules);
    }

    /**
     * A rule that puts one beginning in the place of another.
     *
     * @param from a path without slashes at its ends
     * @param to the same; empty to take the beginning away
     * @return the rule
     */
    public static Rule alias(String from, String to) {
        List<String> old = List.of(from.split("/", -1));
        List<String> other = to.isEmpty() ? List.of() : List.of(to.split("/", -1));
        return rest -> {
            if (rest.size() < old.size() || !rest.subList(0, old.size()).equals(old)) {
                return rest;
            }
            List<String> changed = new ArrayList<>(other);
            changed.addAll(rest.subList(old.size(), rest.size()));
            return changed;
        };
    }

    /**
     * A rule that makes {@code ~name/…} a path beneath another.
     *
     * @param beneath one segment, for example {@code users}
     * @return the rule
     */
    public static Rule tilde(String beneath) {
        return rest -> {
            if (rest.isEmpty() || !rest.get(0).startsWith("~")) {
                return rest;
            }
            List<String> changed = new ArrayList<>(rest);
            changed.set(0, rest.get(0).substring(1));
            changed.add(0, beneath);
            return changed;
        };
    }

    @Override
    public Resource getChildWithDefault(String path, Request request) throws Exception {
        request.giveSegmentBack();
        List<String> rest = request.postpath();
        for (Rule rule : rules) {
            rest = rule.rewrite(rest);
        }
        request.target.replaceRest(rest);
        if (resource.isLeaf()) {
            return resource;
        }
        @Nullable String next = request.nextSegment();
        return next == null ? resource : resource.getChildWithDefault(next, request);
    }

    @Override
    public Rendering render(Request request) throws Exception {
        return resource.render(request);
    }
}
