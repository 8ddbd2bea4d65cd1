/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.deferred.testing.Spec;
import io.netwist.deferred.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CookieTest {

    @Test
    @Spec("HTTP-076")
    void writesAllItsAttributes() {
        Cookie cookie = Cookie.of("k", "v=1")
                .withExpires(Instant.ofEpochSecond(1_000_000_000))
                .withDomain("example.org")
                .withPath("/a")
                .withMaxAge(Duration.ofMinutes(1))
                .withSecure(true)
                .withHttpOnly(true)
                .withSameSite(Cookie.SameSite.STRICT);
        assertThat(cookie.header())
                .isEqualTo("k=v=1; Expires=Sun, 09 Sep 2001 01:46:40 GMT; Domain=example.org; Path=/a; Max-Age=60"
                        + "; Secure; HttpOnly; SameSite=Strict");
        assertThat(Cookie.of("k", "").header()).isEqualTo("k=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a;b", "a\r\nX: y", "a,b", "a\"", "é", "a\0"})
    @Spec("HTTP-076")
    void refusesWhatCannotBeSent(String text) {
        assertThatThrownBy(() -> Cookie.of("k", text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cookie.of(text, "v")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cookie.of("k=", "v")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Spec("HTTP-077")
    void findsCookies() {
        String header = "a=1;  b=x=y ; novalue; =z; c=";
        assertThat(Cookie.find(header, "a")).isEqualTo("1");
        assertThat(Cookie.find(header, "b")).isEqualTo("x=y ");
        assertThat(Cookie.find(header, "c")).isEmpty();
        assertThat(Cookie.find(header, "novalue")).isNull();
    }

    @Test
    @Spec({"RES-024", "RES-025", "RES-028"})
    void aSessionEndsWhenItIsNotUsed() {
        TestClock clock = new TestClock();
        Sessions sessions = new Sessions(SessionOptions.defaults());
        List<String> ended = new ArrayList<>();
        Session used = sessions.make(clock);
        Session unused = sessions.make(clock);
        used.notifyOnExpire(() -> ended.add("used"));
        unused.notifyOnExpire(() -> ended.add("unused"));
        clock.advance(Duration.ofSeconds(899));
        used.touch();
        assertThat(ended).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(ended).containsExactly("unused");
        assertThat(sessions.find(unused.uid())).isNull();
        used.expire();
        used.expire();
        assertThat(ended).containsExactly("unused", "used");
        assertThat(sessions.count()).isZero();
        assertThat(clock.getDelayedCalls()).isEmpty();
    }

    @Test
    @Spec({"HTTP-117", "HTTP-118", "HTTP-119"})
    void anAccessLineEscapesItsFields() {
        String line = new CombinedLine().line("::1", 1_000_000_000, "GET /é\n\" HTTP/1.1", 200, 0, null, "\\x");
        assertThat(line)
                .isEqualTo(
                        "\"::1\" - - [09/Sep/2001:01:46:40 +0000] \"GET /\\xe9\\x0a\\\" HTTP/1.1\" 200 - \"-\" \"\\\\x\"");
    }
}
