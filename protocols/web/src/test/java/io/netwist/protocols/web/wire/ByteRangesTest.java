/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=2-4       | bytes 2-4/10",
                "bytes=-3        | bytes 7-9/10",
                "bytes=8-100     | bytes 8-9/10",
                "bytes=0-        | bytes 0-9/10",
                "bytes=-100      | bytes 0-9/10",
                "bytes = 1-2     | bytes 1-2/10",
                "bytes=, 1-2 ,,  | bytes 1-2/10",
                "bytes=20-,1-2   | bytes 1-2/10",
                "bytes=0-99999999999999999999 | bytes 0-9/10"
            })
    @Spec({"RES-054", "RES-055", "RES-057", "RES-059", "RES-061"})
    void findsOneRange(String header, String contentRange) {
        assertThat(ByteRanges.parse(header, 10))
                .singleElement()
                .satisfies(range -> assertThat(range.contentRange(10)).isEqualTo(contentRange));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=-0", "bytes=20-21,30-31", "bytes=99999999999999999999-"})
    @Spec({"RES-056", "RES-061"})
    void findsNothingSatisfiable(String header) {
        assertThat(ByteRanges.parse(header, 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lines=1-2",
                "bytes",
                "bytes=",
                "bytes=5-2",
                "bytes=+1-2",
                "bytes=0_1-2",
                "bytes=a-b",
                "bytes=-",
                "bytes=1-2-3",
                "bytes=1 - 2",
                "bytes=0-9,0-9"
            })
    @Spec({"RES-058", "RES-062"})
    void ignoresWhatIsNoRange(String header) {
        assertThat(ByteRanges.parse(header, 10)).isNull();
    }

    @Test
    @Spec("RES-060")
    void keepsTheOrderOfSeveral() {
        assertThat(ByteRanges.parse("bytes=4-5, 0-1", 10))
                .containsExactly(new ByteRanges.Range(4, 5), new ByteRanges.Range(0, 1));
    }

    @Test
    @Spec("RES-062")
    void ignoresTooMany() {
        StringBuilder header = new StringBuilder("bytes=0-0");
        for (int i = 1; i <= ByteRanges.MAX_RANGES; i++) {
            header.append(',').append(i * 2).append('-').append(i * 2);
        }
        assertThat(ByteRanges.parse(header.toString(), 1000)).isNull();
    }
}
