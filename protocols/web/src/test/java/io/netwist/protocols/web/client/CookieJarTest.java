/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import io.netwist.deferred.testing.TestClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookieJarTest {

    private final TestClock clock = new TestClock();
    private final CookieJar jar = new CookieJar(clock);

    @ParameterizedTest
    @Spec("CLI-069")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "http://h.example/a/b | x=1 | http://h.example/a/c | x=1",
                "http://h.example/a/b | x=1 | http://h.example/ | -",
                "http://h.example/a/b | x=1 | http://h.example/ab | -",
                "http://h.example/a/b | x=1; Path=/ | http://h.example/ | x=1",
                "http://h.example/a | x=1; Path=/a | http://h.example/a/b | x=1",
                "http://h.example/a | x=1; Path=/a | http://h.example/ab | -",
                "http://h.example/ | x=1 | http://H.EXAMPLE:81/ | x=1",
                "http://h.example/ | x=1 | http://g.h.example/ | -",
                "http://h.example/ | x=1; Domain=h.example | http://g.h.example/ | x=1",
                "http://g.h.example/ | x=1; Domain=.h.example | http://h.example/ | x=1",
                "http://h.example/ | x=1; Domain=g.h.example | http://g.h.example/ | -",
                "http://h.example/ | x=1; Domain=example | http://g.example/ | -",
                "http://h.example/ | x=1; Domain=other.example | http://other.example/ | -",
                "http://bad-h.example/ | x=1; Domain=h.example | http://h.example/ | -",
                "http://127.0.0.1/ | x=1; Domain=0.0.1 | http://127.0.0.1/ | -",
                "http://127.0.0.1/ | x=1; Domain=127.0.0.1 | http://127.0.0.1/ | x=1",
                "https://h.example/ | x=1; Secure | https://h.example/ | x=1",
                "https://h.example/ | x=1; Secure | http://h.example/ | -",
                "http://h.example/ | x=1; Secure | https://h.example/ | -",
                "http://h.example/ | x=1; Max-Age=0 | http://h.example/ | -",
                "http://h.example/ | x=1; Max-Age=5; HttpOnly; SameSite=Lax | http://h.example/ | x=1",
                "http://h.example/ | x=1; Expires=Thu, 01 Jan 1970 00:00:01 GMT | http://h.example/ | -",
                "http://h.example/ | nonsense | http://h.example/ | -",
                "http://h.example/ | = | http://h.example/ | -",
                "http://h.example/ | x= | http://h.example/ | x=",
            })
    void sendsCookiesWhereTheyBelong(String from, String header, String to, String expected) {
        jar.store(from, List.of(header));
        assertThat(jar.header(to)).isEqualTo(expected);
    }

    @Test
    @Spec("CLI-069")
    void replacesExpiresAndOrders() {
        String url = "http://h.example/a/b";
        jar.store(url, List.of("x=1; Path=/", "x=2; Path=/", "y=3; Path=/a; Max-Age=10"));
        assertThat(jar.header(url)).isEqualTo("y=3; x=2");
        clock.advance(Duration.ofSeconds(10));
        assertThat(jar.header(url)).isEqualTo("x=2");
        jar.store(url, List.of("x=gone; Path=/; Max-Age=-1"));
        assertThat(jar.header(url)).isNull();
        assertThat(jar.size()).isZero();
    }

    @Test
    @Spec("CLI-069")
    void isBounded() {
        for (int host = 0; host < 100; host++) {
            for (int i = 0; i < 60; i++) {
                jar.store("http://h" + host + ".example/", List.of("c" + i + "=v"));
            }
        }
        assertThat(jar.size()).isEqualTo(3000);
        assertThat(jar.header("http://h99.example/")).startsWith("c10=v").endsWith("c59=v");
        assertThat(jar.header("http://h0.example/")).isNull();
        jar.clear();
        assertThat(jar.size()).isZero();
    }
}
