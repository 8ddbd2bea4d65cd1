/* SPDX-License-Identifier: MIT */
package io.netwist.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each row of the table of idioms compiles in the surroundings that its page names. */
class TwistedIdiomsTest {

    private static final Pattern JAVA = Pattern.compile("`(.*)`");

    /** On one line, so that the rows have the lines after it. */
    private static final String SURROUNDINGS = JavaBlock.IMPORTS + """
             import io.netty.bootstrap.ServerBootstrap;
             import io.netty.handler.logging.LoggingHandler;
             import org.slf4j.Logger;
             class Rows {
             NettyReactor reactor;
             Deferred<String> d, other;
             Deferred<Integer> e;
             List<Deferred<String>> ds;
             Failure f;
             Transport transport;
             TlsOptions options;
             StringTransport tr;
             Factory<Echo> factory;
             ClientEndpoint endpoint;
             Application app;
             Resource root;
             Agent agent;
             Portal portal;
             RemoteReference ref;
             Logger LOG;
             static class Echo extends BaseProtocol {}
             static class Line extends LineReceiver { void execute() {} }
             static class Chat extends LineReceiver { Chat(Map<String, Chat> users) {} }
             static class Boom extends Exception {}
             record Sum(int a, int b) implements Command<Sum.Result> { record Result(int total) {} }
             Deferred<String> getPage(String url) { return d; }
             void printPage(String page) {}
             void poll() {}
            """.replace("\n", " ");

    private record Row(String number, String java) {}

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (List<String> cells : Pages.tableRows(Pages.root().resolve("docs/reference/twisted-idioms.md"))) {
            String cell = cells.get(cells.size() - 1);
            Matcher java = JAVA.matcher(cell);
            assertThat(java.find()).as("row %s has Java", cells.get(0)).isTrue();
            rows.add(new Row(cells.get(0), java.group(1)));
        }
        return rows;
    }

    /** What javac says against each of the rows, in their order. */
    private static List<List<String>> errors(List<Row> rows) throws IOException {
        StringBuilder source = new StringBuilder(SURROUNDINGS);
        List<List<String>> errors = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            source.append("\nvoid row").append(i).append("() throws Exception { ");
            source.append(rows.get(i).java()).append(" }");
            errors.add(new ArrayList<>());
        }
        Compiled.of("Rows", source.append("\n}").toString()).errors().forEach(error -> {
            int row = (int) error.getLineNumber() - 2;
            assertThat(row).as("row of: %s", error).isBetween(0, rows.size() - 1);
            errors.get(row).add(error.getMessage(Locale.ROOT));
        });
        return errors;
    }

    @TestFactory
    Stream<DynamicTest> everyFormCompiles() throws IOException {
        List<Row> rows = rows();
        assertThat(rows).hasSizeGreaterThan(70);
        List<List<String>> errors = errors(rows);
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            List<String> found = errors.get(i);
            tests.add(DynamicTest.dynamicTest(
                    "row " + rows.get(i).number(), () -> assertThat(found).isEmpty()));
        }
        return tests.stream();
    }
}
