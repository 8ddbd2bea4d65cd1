/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.Reactor;
import io.netwist.bridge.address.Address;
import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import io.netwist.deferred.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Services that start and stop together.
 *
 * <p>Children start in the order in which they were added, each when the one before it has started; all are told to drain
 * and to stop in the opposite order, without waiting between them. A child that fails to start stops those that were
 * started. Source: {@code twisted.application.service.MultiService}.
 */
public class MultiService extends BaseService implements Iterable<Service> {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private final List<Service> children = new ArrayList<>();

    /** Without children yet. */
    public MultiService() {}

    // ---- children

    /**
     * Adds a child.
     *
     * @param child leaves the parent that it had
     * @return this, so that a tree can be written down as one expression
     * @throws IllegalArgumentException if there is a child of that name
     */
    public MultiService with(Service child) {
        adopt(child).handleFailure(failure -> LOG.error("{} failed to start", child.path(), failure.value()));
        return this;
    }

    /**
     * Adds a child and, if this runs, starts it.
     *
     * @param child leaves the parent that it had
     * @return fired when the child runs, at once if this does not
     * @throws IllegalArgumentException if there is a child of that name, or the child is this or above this
     */
    public Deferred<@Nullable Void> addService(Service child) {
        return adopt(child);
    }

    final Deferred<@Nullable Void> adopt(Service child) {
        child.name().filter(name -> find(name).isPresent()).ifPresent(name -> {
            throw new IllegalArgumentException(
                    "name: " + name + " (expected: one that no other child of " + path() + " has)");
        });
        for (Optional<MultiService> above = Optional.of(this);
                above.isPresent();
                above = above.get().parent()) {
            if (above.get() == child) {
                throw new IllegalArgumentException(
                        "child: " + child + " (expected: not itself or above " + path() + ")");
            }
        }
        Deferred<@Nullable Void> left =
                child.parent().isPresent() ? child.disownServiceParent() : Deferred.succeed(null);
        children.add(child);
        child.lifecycle().setParent(this);
        return left.addCallbackDeferring(
                nothing -> isRunning() && children.contains(child) ? child.startOn(reactor()) : Deferred.succeed(null));
    }

    /**
     * Removes a child and stops it.
     *
     * @param child one of these
     * @return fired when it has stopped
     * @throws IllegalArgumentException if it is no child of this
     */
    public Deferred<@Nullable Void> removeService(Service child) {
        if (!children.remove(child)) {
            throw new IllegalArgumentException("child: " + child + " (expected: a child of " + path() + ")");
        }
        child.lifecycle().setParent(null);
        return child.stop();
    }

    /**
     * Finds a child by its name.
     *
     * @param name of a direct child
     * @return the child
     * @throws NoSuchElementException if no child has that name
     */
    public Service getServiceNamed(String name) {
        return find(name)
                .orElseThrow(() -> new NoSuchElementException("name: " + name + " (expected: one of "
                        + children.stream()
                                .flatMap(each -> each.name().stream())
                                .toList() + ")"));
    }

    private Optional<Service> find(String name) {
        Objects.requireNonNull(name, "name");
        return children.stream()
                .filter(each -> each.name().filter(name::equals).isPresent())
                .findFirst();
    }

    /** The children in the order in which they were added, as they are now: adding and removing does not disturb it. */
    @Override
    public Iterator<Service> iterator() {
        return List.copyOf(children).iterator();
    }

    // ---- hooks

    @Override
    public Deferred<?> privilegedStartService() throws Exception {
        Reactor reactor = reactor();
        Deferred<@Nullable Void> done = Deferred.succeed(null);
        for (Service child : this) {
            done = done.addCallbackDeferring(nothing -> child.privilegedStartOn(reactor));
        }
        return done;
    }

    @Override
    public Deferred<?> startService() throws Exception {
        Reactor reactor = reactor();
        Deferred<@Nullable Void> done = Deferred.succeed(null);
        for (Service child : this) {
            done = done.addCallbackDeferring(nothing -> child.startOn(reactor));
        }
        return done;
    }

    @Override
    public Deferred<?> drainService() throws Exception {
        List<Deferred<@Nullable Void>> drained = new ArrayList<>();
        for (Service child : backwards()) {
            drained.add(child.drain()
                    .handleFailure(CancelledException.class, noMoreTime -> LOG.debug("{} still drained", child.path()))
                    .handleFailure(failure -> LOG.error("{} failed to drain", child.path(), failure.value())));
        }
        return Deferreds.gatherOrCancel(drained);
    }

    @Override
    public Deferred<?> stopService() throws Exception {
        List<Deferred<@Nullable Void>> stopped = new ArrayList<>();
        for (Service child : backwards()) {
            stopped.add(child.stop());
        }
        return Deferreds.list(stopped).onSuccess(MultiService::throwFirst);
    }

    /**
     * Makes the children what those of another parent are. A subclass that has settings of its own overrides this: takes
     * those over and calls {@link #reconfigureChildren}; as long as it does not, it is replaced as a whole.
     */
    @Override
    public Deferred<Boolean> reconfigureService(Service next) throws Exception {
        return getClass() == MultiService.class
                ? reconfigureChildren((MultiService) next)
                : super.reconfigureService(next);
    }

    /**
     * Makes the children what those of another parent are: children are the same by name, or by class and place if they have
     * none. A child whose new settings cannot be put into effect keeps its old ones, and the others are changed all the
     * same.
     *
     * @param next loses its children
     * @return fired with true; failed with {@link ReconfigureException}
     */
    protected final Deferred<Boolean> reconfigureChildren(MultiService next) {
        return new Reconfiguration(this, next).run();
    }

    final void exchange(Service child, Service other) {
        children.set(children.indexOf(child), other);
        child.lifecycle().setParent(null);
        other.lifecycle().setParent(this);
    }

    /** Brings the children into an order; those that are not in it come last. */
    final void reorder(List<Service> order) {
        children.sort(Comparator.comparingInt(each -> order.contains(each) ? order.indexOf(each) : Integer.MAX_VALUE));
    }

    private List<Service> backwards() {
        List<Service> order = new ArrayList<>(children);
        Collections.reverse(order);
        return order;
    }

    private static void throwFirst(List<? extends Outcome<?>> outcomes) throws Throwable {
        Throwable first = null;
        for (Outcome<?> each : outcomes) {
            if (!each.isSuccess()) {
                if (first == null) {
                    first = each.failure().value();
                } else {
                    first.addSuppressed(each.failure().value());
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    // ---- state

    @Override
    public boolean isReady() {
        return super.isReady() && children.stream().allMatch(Service::isReady);
    }

    @Override
    public boolean isLive() {
        return super.isLive() && children.stream().allMatch(Service::isLive);
    }

    @Override
    public List<Address> addresses() {
        return children.stream().flatMap(each -> each.addresses().stream()).toList();
    }
}
