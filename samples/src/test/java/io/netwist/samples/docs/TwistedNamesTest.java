/* SPDX-License-Identifier: MIT */
package io.netwist.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each type and method that the table of names mentions exists. */
class TwistedNamesTest {

    private static final Pattern NAME = Pattern.compile("`(io\\.netwist\\.[\\w.]+)(?:#(\\w+))?`");

    @TestFactory
    Stream<DynamicTest> everyTypeExists() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (List<String> cells : Pages.tableRows(Pages.root().resolve("docs/reference/twisted-names.md"))) {
            Matcher name = NAME.matcher(cells.get(1));
            boolean any = false;
            while (name.find()) {
                any = true;
                String type = name.group(1);
                String method = name.group(2);
                tests.add(DynamicTest.dynamicTest(name.group(), () -> {
                    Class<?> found = Class.forName(type, false, TwistedNamesTest.class.getClassLoader());
                    if (method != null) {
                        assertThat(Stream.of(found.getMethods()).map(Method::getName))
                                .contains(method);
                    }
                }));
            }
            assertThat(any).as("%s has a type of ours", cells).isTrue();
        }
        assertThat(tests).as("names").hasSizeGreaterThan(60);
        return tests.stream();
    }
}
