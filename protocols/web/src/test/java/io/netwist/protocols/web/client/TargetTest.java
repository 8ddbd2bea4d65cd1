/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {

    @ParameterizedTest
    @Spec("CLI-062")
    @CsvSource({
        "http://h/a/b?q,c,http://h/a/c",
        "http://h/a/b?q,/c,http://h/c",
        "http://h/a/b?q,?r=1,http://h/a/b?r=1",
        "http://h/a/b?q,//g/c,http://g/c",
        "http://h/a/b?q,https://g:8/c?d=%2f,https://g:8/c?d=%2f",
        "http://h/a/b,../c,http://h/c",
        "http://h,c,http://h/c",
        "http://h/a/b?q,'',http://h/a/b?q",
        "http://h/a#f,/c,http://h/c#f",
        "http://h/a#f,/c#g,http://h/c#g",
        "http://h/a,/b c,http://h/b%20c",
        "http://h/a,/\u00c3\u00a9,http://h/%C3%A9",
        "http://[::1]:8/a,b,http://[::1]:8/b"
    })
    void findsWhereALocationLeads(String base, String location, String expected) {
        assertThat(Target.resolve(base, location)).isEqualTo(expected);
    }
}
