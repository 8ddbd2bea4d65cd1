/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilePathsTest {

    @Test
    void joinsNames() {
        assertThat(FilePaths.relative(List.of())).isEmpty();
        assertThat(FilePaths.relative(List.of(""))).isEmpty();
        assertThat(FilePaths.relative(List.of("a", "b c", "é"))).isEqualTo("a/b c/é");
        assertThat(FilePaths.relative(List.of("a", ""))).isEqualTo("a/");
        assertThat(FilePaths.relative(List.of("...", ".hidden", "a..b"))).isEqualTo(".../.hidden/a..b");
    }

    @Test
    @Spec("RES-037")
    void refusesWhatIsNoName() {
        for (String segment : List.of("..", ".", "a/b", "../a", "/", "a\\b", "..\\", "\0", "a\0b", "\n", "\u007f")) {
            assertThat(FilePaths.relative(List.of("a", segment, "b")))
                    .as(segment)
                    .isNull();
            assertThat(FilePaths.relative(List.of(segment))).as(segment).isNull();
        }
        assertThat(FilePaths.relative(List.of("", "etc"))).isNull();
        assertThat(FilePaths.relative(List.of("a", "", "b"))).isNull();
    }
}
