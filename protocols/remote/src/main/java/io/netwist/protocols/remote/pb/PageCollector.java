/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.bridge.error.ConnectionLost;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Effect;
import io.netwist.deferred.Failure;
import io.netwist.protocols.remote.banana.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the pages of one call. Source: {@code twisted.spread.util.CallbackPageCollector}. */
final class PageCollector implements Referenceable {
    /** What a page costs beside its bytes, in bytes: empty ones are not for nothing. */
    private static final int PAGE = 64;

    private final long most;
    private final List<ByteString> pages = new ArrayList<>();
    private final Deferred<List<ByteString>> all = new Deferred<>();
    private long length;

    PageCollector(long most) {
        this.most = most;
    }

    Deferred<List<ByteString>> call(RemoteReference reference, String method, @Nullable Object... arguments) {
        @Nullable Object[] given = new @Nullable Object[arguments.length + 1];
        given[0] = this;
        System.arraycopy(arguments, 0, given, 1, arguments.length);
        // The call may be answered before the last page has come, so its end is not that of the pages.
        Effect<RemoteReference> lost = gone -> failed(new PBConnectionLost(
                Failure.of(new ConnectionLost("the connection ended before the last page came", null))));
        reference.notifyOnDisconnect(lost);
        reference.callRemote(method, given).handleFailure(failure -> failed(failure.value()));
        return all.onFired(outcome -> reference.dontNotifyOnDisconnect(lost));
    }

    private void failed(Throwable why) {
        pages.clear();
        if (!all.isCalled()) {
            all.errback(why);
        }
    }

    @Remote
    void gotPage(ByteString page) {
        length += PAGE + page.length();
        if (length > most) {
            failed(new IllegalStateException("pages: more than " + most + " bytes"));
        } else if (!all.isCalled()) {
            pages.add(page);
        }
    }

    @Remote
    void endedPaging() {
        if (!all.isCalled()) {
            all.callback(List.copyOf(pages));
        }
    }
}
