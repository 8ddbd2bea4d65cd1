/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.cred.checkers.AnonymousChecker;
import io.netwist.protocols.cred.checkers.InMemoryChecker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Who gets in, as whom, and what is told of those who do not. */
class PortalTest {

    private record User(AvatarId id, Object mind) {}

    private record Mailbox(String owner) {}

    private final List<String> log = new ArrayList<>();
    private final Realm realm = Realm.of(
                    User.class, (id, mind) -> new Login<>(new User(id, mind), () -> log.add("logout " + id)))
            .and(Mailbox.class, (id, mind) -> new Login<>(new Mailbox(id.name()), () -> log.add("close " + id)));
    private final Portal portal = new Portal(realm, new InMemoryChecker().with("joe", "secret"));

    private static Credentials joe(String password) {
        return Credentials.usernamePassword("joe", password);
    }

    @Test
    @Spec({"CRD-02", "CRD-03", "CRD-06"})
    void givesTheAvatarThatWasAskedForAndItsEnd() {
        Object mind = new Object();
        Login<User> login = successResultOf(portal.login(joe("secret"), mind, User.class));
        assertThat(login.avatar()).isEqualTo(new User(AvatarId.of("joe"), mind));
        Login<Mailbox> mailbox = successResultOf(portal.login(joe("secret"), null, Mailbox.class));
        assertThat(mailbox.avatar().owner()).isEqualTo("joe");
        login.logout().run();
        login.logout().run();
        assertThat(log).containsExactly("logout joe");
        assertThat(successResultOf(portal.login(joe("secret"), null, User.class))
                        .avatar()
                        .mind())
                .isNull();
    }

    @Test
    void anAvatarThatTheRealmDoesNotHaveIsAFailure() {
        assertThat(failureResultOf(portal.login(joe("secret"), null, String.class), IllegalArgumentException.class))
                .hasMessageContaining("java.lang.String")
                .hasMessageContaining("User");
    }

    @Test
    void anAvatarMayTakeTime() {
        Deferred<Login<User>> later = new Deferred<>();
        Portal slow = new Portal(
                Realm.ofDeferring(User.class, (id, mind) -> later), new InMemoryChecker().with("joe", "secret"));
        Deferred<Login<User>> login = slow.login(joe("secret"), null, User.class);
        assertNoResult(login);
        later.callback(new Login<>(new User(AvatarId.ANONYMOUS, this), () -> {}));
        successResultOf(login);
    }

    @Test
    @Spec({"CRD-04", "CRD-09"})
    void aWrongUserAndAWrongPasswordAreTheSame() {
        UnauthorizedLogin password =
                failureResultOf(portal.login(joe("guess"), null, User.class), UnauthorizedLogin.class);
        UnauthorizedLogin user = failureResultOf(
                portal.login(Credentials.usernamePassword("jim", "secret"), null, User.class), UnauthorizedLogin.class);
        assertThat(user).hasMessage(password.getMessage());
        failureResultOf(
                portal.login(Credentials.usernamePassword("jim", ""), null, User.class), UnauthorizedLogin.class);
    }

    @Test
    @Spec("CRD-04")
    void credentialsThatNobodyCanJudgeAreNamed() {
        assertThat(failureResultOf(portal.login(Credentials.anonymous(), null, User.class), UnhandledCredentials.class))
                .isInstanceOf(LoginFailed.class)
                .hasMessageContaining("Anonymous")
                .hasMessageContaining("UsernamePassword");
    }

    @Test
    @Spec({"CRD-01", "CRD-07"})
    void hasACheckerPerTypeOfCredentials() {
        portal.registerChecker(new AnonymousChecker());
        assertThat(portal.credentialTypes())
                .containsExactlyInAnyOrder(UsernamePassword.class, UsernameHashedPassword.class, Anonymous.class);
        AvatarId nobody = successResultOf(portal.login(Credentials.anonymous(), null, User.class))
                .avatar()
                .id();
        assertThat(nobody.isAnonymous()).isTrue();
        assertThat(nobody).isNotEqualTo(AvatarId.of("anonymous")).isNotEqualTo(AvatarId.of(""));
        assertThatThrownBy(nobody::name).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Spec("CRD-01")
    void aLaterCheckerTakesTheEarlierOnesPlaceForTheTypesGiven() {
        portal.registerChecker(new InMemoryChecker().with("ann", "x"), Set.of(UsernamePassword.class));
        failureResultOf(portal.login(joe("secret"), null, User.class), UnauthorizedLogin.class);
        successResultOf(portal.login(Credentials.usernamePassword("ann", "x"), null, User.class));
        CramMD5Credentials answer = new CramMD5Credentials("h");
        answer.setResponse("joe 00");
        failureResultOf(portal.login(answer, null, User.class), UnauthorizedLogin.class);
    }

    @Test
    @Spec("CRD-05")
    void aCheckerThatThrowsIsAFailure() {
        portal.registerChecker(new CredentialsChecker() {
            @Override
            public Set<Class<? extends Credentials>> credentialTypes() {
                return Set.of(Anonymous.class);
            }

            @Override
            public Deferred<AvatarId> requestAvatarId(Credentials credentials) {
                throw new IllegalStateException("no directory");
            }
        });
        assertThat(failureResultOf(
                        portal.login(Credentials.anonymous(), null, User.class), IllegalStateException.class))
                .hasMessage("no directory");
    }

    @Test
    @Spec({"CRD-08", "OPS-37"})
    void credentialsAreWipedWhenTheLoginIsOver() {
        for (String password : List.of("secret", "guess")) {
            UsernamePassword shown = Credentials.usernamePassword("joe", password);
            portal.login(shown, null, User.class).handleFailure(UnauthorizedLogin.class, refused -> {});
            assertThat(shown.password()).hasToString("(wiped secret)");
            assertThatThrownBy(() -> shown.password().read(bytes -> bytes.length))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    @Spec("OPS-38")
    void everyFailureIsAnEventThatHasTheUserAndThePeerAndNotThePassword() {
        Logger logger = (Logger) LoggerFactory.getLogger(Portal.class);
        ListAppender<ILoggingEvent> events = new ListAppender<>();
        events.start();
        Level before = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.addAppender(events);
        try {
            StringTransport transport = StringTransport.connect(new BaseProtocol() {});
            failureResultOf(
                    portal.login(
                            Credentials.usernamePassword("joe\n2026 INFO all is well", "hunter2"),
                            null,
                            User.class,
                            transport),
                    UnauthorizedLogin.class);
            assertThat(events.list).singleElement().satisfies(event -> {
                String all = event.getFormattedMessage() + event.getKeyValuePairs();
                assertThat(all)
                        .contains("login refused")
                        .contains("joe?2026")
                        .contains(transport.getPeer().toString())
                        .doesNotContain("hunter2");
            });
        } finally {
            logger.detachAppender(events);
            logger.setLevel(before);
        }
    }

    @Test
    @Spec("OPS-38")
    void repeatedFailuresOfAPeerHaveToWait() {
        StringTransport transport = StringTransport.connect(new BaseProtocol() {});
        for (int i = 0; i < 3; i++) {
            failureResultOf(portal.login(joe("guess"), null, User.class, transport), UnauthorizedLogin.class);
        }
        for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            Deferred<Login<User>> next = portal.login(joe("guess"), null, User.class, transport);
            transport.clock().advance(Duration.ofMillis(seconds * 1000L - 1));
            assertNoResult(next);
            transport.clock().advance(Duration.ofMillis(1));
            failureResultOf(next, UnauthorizedLogin.class);
        }
        Deferred<Login<User>> right = portal.login(joe("secret"), null, User.class, transport);
        transport.clock().advance(Duration.ofSeconds(30));
        successResultOf(right);
        successResultOf(portal.login(joe("secret"), null, User.class, transport));
    }

    @Test
    @Spec("OPS-38")
    void timeForgivesAndManyAttemptsAtOnceGainNothing() {
        StringTransport transport = StringTransport.connect(new BaseProtocol() {});
        List<Deferred<Login<User>>> all = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            all.add(portal.login(joe("secret" + i), null, User.class, transport));
        }
        for (int i = 0; i < 3; i++) {
            failureResultOf(all.get(i), UnauthorizedLogin.class);
        }
        for (int i = 3; i < 21; i++) {
            assertNoResult(all.get(i));
        }
        for (int i = 0; i < 2; i++) {
            all.add(portal.login(joe("x"), null, User.class, transport));
        }
        all.add(portal.login(joe("x"), null, User.class, transport));
        failureResultOf(all.get(23), LoginDenied.class);
        for (int i = 0; i < 60; i++) {
            transport.clock().advance(Duration.ofSeconds(1));
        }
        all.subList(3, 23).forEach(each -> failureResultOf(each, UnauthorizedLogin.class));
        transport.clock().advance(Duration.ofMinutes(16));
        successResultOf(portal.login(joe("secret"), null, User.class, transport));
    }
}
