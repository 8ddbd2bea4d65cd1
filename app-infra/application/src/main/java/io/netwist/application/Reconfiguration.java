/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.deferred.Deferred;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the children of a running parent what those of another one are, one child after the other.
 *
 * <p>A child that fails keeps, or gets back, its old settings; its siblings are changed all the same.
 */
final class Reconfiguration {

    /*
     * Children are the same by name, those without a name by their class and their place among their like. What is no
     * longer wanted goes first, since what comes may want its port.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private final MultiService parent;
    private final MultiService next;
    private final List<Throwable> failures = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    Reconfiguration(MultiService parent, MultiService next) {
        this.parent = parent;
        this.next = next;
    }

    /** Fires with true when done; fails with {@link ReconfigureException}. */
    Deferred<Boolean> run() {
        Map<Object, Service> present = byKey(parent);
        Map<Object, Service> wanted = byKey(next);
        List<Service> order = new ArrayList<>();
        Deferred<@Nullable Void> done = Deferred.succeed(null);
        for (Map.Entry<Object, Service> each : present.entrySet()) {
            if (!wanted.containsKey(each.getKey())) {
                done = done.addCallbackDeferring(nothing -> remove(each.getValue()));
            }
        }
        for (Map.Entry<Object, Service> each : wanted.entrySet()) {
            Service old = present.get(each.getKey());
            Service child = each.getValue();
            done = done.addCallbackDeferring(nothing -> old == null ? add(child) : change(old, child))
                    .addCallback(kept -> {
                        order.add(kept);
                        return null;
                    });
        }
        return done.addCallback(nothing -> {
            parent.reorder(order);
            report();
            return true;
        });
    }

    private static Map<Object, Service> byKey(MultiService tree) {
        record Unnamed(String type, int place) {}

        Map<Object, Service> all = new LinkedHashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (Service each : tree) {
            String type = each.getClass().getName();
            all.put(
                    each.name().isPresent()
                            ? each.name().get()
                            : new Unnamed(type, counts.merge(type, 1, Integer::sum)),
                    each);
        }
        return all;
    }

    private Deferred<@Nullable Void> remove(Service child) {
        LOG.info("{} is no longer wanted", child.path());
        return parent.removeService(child).handleFailure(reason -> fail(child, reason.value()));
    }

    private Deferred<Service> add(Service child) {
        next.removeService(child);
        return parent.addService(child)
                .addCallback(nothing -> {
                    LOG.info("{} is new", child.path());
                    return child;
                })
                .addErrback(reason -> {
                    fail(child, reason.value());
                    parent.removeService(child).handleFailure(gone -> LOG.debug("{} was not running", child.path()));
                    return child;
                });
    }

    private Deferred<Service> change(Service old, Service child) {
        if (old.lifecycle().origin().isPresent()
                && old.lifecycle().origin().equals(child.lifecycle().origin())) {
            return Deferred.succeed(old);
        }
        Deferred<Service> changed = old.reconfigure(child).addCallbackDeferring(taken -> {
            if (!taken) {
                return replace(old, child);
            }
            old.lifecycle().setOrigin(child.lifecycle().origin().orElse(null));
            LOG.info("{} has new settings", old.path());
            return Deferred.succeed(old);
        });
        return changed.addErrback(reason -> {
            fail(old, reason.value());
            return old;
        });
    }

    private Deferred<Service> replace(Service old, Service child) {
        next.removeService(child);
        Deferred<@Nullable Void> stopped = old.stop()
                .handleFailure(reason -> LOG.debug("{} is replaced all the same", old.path(), reason.value()));
        return stopped.addCallbackDeferring(nothing -> {
            parent.exchange(old, child);
            return child.startOn(parent.reactor())
                    .addCallback(started -> {
                        LOG.info("{} has been replaced", child.path());
                        return child;
                    })
                    .addErrbackDeferring(reason -> {
                        parent.exchange(child, old);
                        fail(old, reason.value());
                        return again(old);
                    });
        });
    }

    private Deferred<Service> again(Service old) {
        return old.startOn(parent.reactor())
                .handleFailure(reason -> {
                    LOG.error("{} could not be started again with its old settings", old.path(), reason.value());
                    failures.add(reason.value());
                })
                .addCallback(nothing -> old);
    }

    private void fail(Service service, Throwable reason) {
        // A parent has logged what happened to its children.
        if (!(reason instanceof ReconfigureException)) {
            LOG.error("{} could not take its new settings over", service.path(), reason);
        }
        failed.add(service.path());
        failures.add(reason);
    }

    private void report() {
        if (!failures.isEmpty()) {
            ReconfigureException all = new ReconfigureException(
                    String.join(", ", failed) + ": new settings not in effect: "
                            + failures.get(0).getMessage(),
                    failures.get(0));
            failures.subList(1, failures.size()).forEach(all::addSuppressed);
            throw all;
        }
    }
}
