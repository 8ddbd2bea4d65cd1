/* SPDX-License-Identifier: MIT */
package io.netwist.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.application.ServiceMakers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** The pages for users compile, run, and lead where they say. */
class DocumentationTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

    @TestFactory
    Stream<DynamicTest> everyBlockOfJavaCompilesAndRuns() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : Pages.all()) {
            for (Pages.Block block : Pages.blocks(page)) {
                if (block.language().equals("java")) {
                    URI source = page.toUri();
                    tests.add(DynamicTest.dynamicTest(
                            block.name(), source, () -> JavaBlock.of(block).check()));
                }
            }
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> everyLinkLeadsToAFile() throws IOException {
        return Pages.all().stream()
                .map(page -> DynamicTest.dynamicTest(
                        Pages.root().relativize(page).toString(),
                        () -> assertThat(brokenLinks(page)).isEmpty()));
    }

    private static List<String> brokenLinks(Path page) throws IOException {
        List<String> broken = new ArrayList<>();
        Matcher link = LINK.matcher(Files.readString(page));
        while (link.find()) {
            String target = link.group(1);
            if (!target.contains("://") && !Files.exists(page.resolveSibling(target))) {
                broken.add(target);
            }
        }
        return broken;
    }

    @TestFactory
    Stream<DynamicTest> everyFileThatTheReadmesCommandsNameExists() throws IOException {
        return Pages.blocks(Pages.root().resolve("README.md")).stream()
                .filter(block -> block.language().equals("sh"))
                .map(block -> DynamicTest.dynamicTest(
                        block.name(), () -> assertThat(missingFiles(block)).isEmpty()));
    }

    /** Words that look like a path of ours. */
    private static List<String> missingFiles(Pages.Block block) {
        return Stream.of(block.text().split("\\s+"))
                .filter(word -> word.matches("[a-zA-Z.][\\w.-]*/[\\w./-]+"))
                .filter(word -> !word.contains("target/"))
                .filter(word -> !Files.exists(Pages.root().resolve(word)))
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> everyServiceThatTheReadmeStartsKnowsItsOptions() throws IOException {
        ServiceMakers makers = ServiceMakers.find(List.of(DocumentationTest.class.getClassLoader()));
        return Pages.blocks(Pages.root().resolve("README.md")).stream()
                .filter(block -> block.language().equals("sh"))
                .flatMap(block -> block.text().lines())
                .filter(line -> line.startsWith("bin/netwistd ") && !line.startsWith("bin/netwistd -"))
                .map(line -> DynamicTest.dynamicTest(line, () -> parse(makers, List.of(line.split(" ")))));
    }

    private static void parse(ServiceMakers makers, List<String> words) {
        Object options = makers.named(words.get(1)).orElseThrow().newOptions();
        new CommandLine(options).parseArgs(words.subList(2, words.size()).toArray(String[]::new));
    }

    @Test
    void theReadmeIsReadInOneGo() throws IOException {
        assertThat(Files.readAllLines(Pages.root().resolve("README.md"))).hasSizeLessThanOrEqualTo(150);
    }

    @Test
    void aBlockThatDoesNotCompileFailsWithItsPageAndLine() throws IOException {
        Pages.Block block = block("int one = 1;\nint two = \"2\";");

        assertThatThrownBy(() -> JavaBlock.of(block).check())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("README.md:11: incompatible types");
    }

    @Test
    void aWholeFileThatDoesNotCompileFailsToo() throws IOException {
        Pages.Block block = block("class Half extends BaseProtocol {\n    Missing field;\n}");

        assertThatThrownBy(() -> JavaBlock.of(block).check())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("README.md:11: cannot find symbol");
    }

    @Test
    void aBlockThatThrowsFails() throws IOException {
        Pages.Block block = block("assertEquals(1, 2);");

        assertThatThrownBy(() -> JavaBlock.of(block).check())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("README.md:10 threw");
    }

    private static Pages.Block block(String text) {
        return new Pages.Block(Pages.root().resolve("README.md"), 10, "java", List.of(), text);
    }
}
