/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.guard;

import io.netwist.deferred.Deferred;
import io.netwist.protocols.cred.Anonymous;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.Login;
import io.netwist.protocols.cred.LoginFailed;
import io.netwist.protocols.cred.Portal;
import io.netwist.protocols.web.DeferredResource;
import io.netwist.protocols.web.ErrorPage;
import io.netwist.protocols.web.Rendering;
import io.netwist.protocols.web.Request;
import io.netwist.protocols.web.Resource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before resources that are for those who have logged in: the avatar of a login, a {@link Resource}, answers the
 * request. The realm must have avatars of type {@code Resource.class}.
 *
 * <pre>{@code
 * Realm realm = Realm.of(Resource.class, (id, mind) -> new Login<>(root, () -> {}));
 * Portal portal = new Portal(realm, PasswordFile.hashed(Path.of("users")));
 * Site site = new Site(new HTTPAuthSessionWrapper(portal, new BasicCredentialFactory("staff only")));
 * }</pre>
 *
 * <p>Each request is a login of its own; its logout comes when the answer is complete or the client has gone. Requests
 * without credentials are anonymous, if the portal knows that. Source: {@code
 * twisted.web._auth.wrapper.HTTPAuthSessionWrapper}.
 */
public final class HTTPAuthSessionWrapper extends Resource {

    private static final Logger LOG = LoggerFactory.getLogger(HTTPAuthSessionWrapper.class);

    private final Portal portal;
    private final List<CredentialFactory> factories;

    /**
     * Before a portal.
     *
     * @param portal says who gets which resource
     * @param factories the schemes that are offered, best first
     */
    public HTTPAuthSessionWrapper(Portal portal, CredentialFactory... factories) {
        this.portal = portal;
        this.factories = List.of(factories);
    }

    @Override
    public Resource getChildWithDefault(String path, Request request) {
        request.giveSegmentBack();
        return authorized(request);
    }

    @Override
    public Rendering render(Request request) throws Exception {
        return authorized(request).render(request);
    }

    private Resource authorized(Request request) {
        String header = request.getHeader("Authorization");
        if (header == null) {
            return portal.credentialTypes().contains(Anonymous.class)
                    ? new DeferredResource(avatar(portal.login(Credentials.anonymous(), null, Resource.class), request))
                    : new Unauthorized(factories);
        }
        String[] words = header.strip().split("\\s+", 2);
        Optional<CredentialFactory> factory = factories.stream()
                .filter(each -> each.scheme().equalsIgnoreCase(words[0]))
                .findFirst();
        if (factory.isEmpty()) {
            return new Unauthorized(factories);
        }
        Credentials credentials;
        try {
            credentials = factory.get().decode(words.length > 1 ? words[1] : "", request);
        } catch (LoginFailed e) {
            LOG.debug("{}: {}", request, e.getMessage());
            return new Unauthorized(factories);
        } catch (RuntimeException e) {
            return failed(e);
        }
        return new DeferredResource(avatar(
                portal.login(credentials, null, Resource.class, request.getClientAddress(), request.reactor()),
                request));
    }

    private Deferred<Resource> avatar(Deferred<Login<Resource>> login, Request request) {
        Deferred<Resource> avatar = login.addCallback(done -> {
            request.notifyFinish()
                    .onFired(outcome -> done.logout().run())
                    .handleFailure(gone -> LOG.debug("{}: the client has gone", request));
            return done.avatar();
        });
        return avatar.addErrback(
                failure -> failure.is(LoginFailed.class) ? new Unauthorized(factories) : failed(failure.value()));
    }

    private static Resource failed(Throwable reason) {
        LOG.error("a login failed for a reason that is not the client's", reason);
        return new ErrorPage(500, "Internal Server Error", "The login failed. See the log of the server.");
    }
}
