/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications from a Java source file. */
class TacIT {

    @TempDir
    Path directory;

    private String write(String name, String source) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, source);
        return file.toString();
    }

    private void fails(String message, String file) throws Exception {
        Launched.Ended ended = Launched.run(directory, "-y", file);
        assertThat(ended.err()).isEqualTo("netwistd: " + file + message + "\n");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    @Spec("APP-06")
    void runsTheApplicationOfAFile() throws Exception {
        String file = write("EchoServer.java", """
                import io.netty.buffer.ByteBuf;
                import io.netwist.application.Application;
                import io.netwist.application.EndpointService;
                import io.netwist.bridge.BaseProtocol;
                import io.netwist.bridge.Factory;
                import java.util.function.Supplier;

                public class EchoServer implements Supplier<Application> {
                    static class Echo extends BaseProtocol {
                        @Override
                        public void dataReceived(ByteBuf data) {
                            transport().write(data.retain());
                        }
                    }

                    @Override
                    public Application get() {
                        return new Application("echo")
                                .with(new EndpointService("tcp:0:interface=127.0.0.1", Factory.forProtocol(Echo::new)));
                    }
                }
                """);
        try (Launched launched = Launched.start(directory, "-y", file);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), launched.port())) {
            socket.getOutputStream().write('x');
            assertThat(socket.getInputStream().read()).isEqualTo('x');
            launched.signal("TERM");
            assertThat(launched.end().status()).isZero();
        }
        assertThat(directory.toFile().list()).as("nothing is written").containsExactly("EchoServer.java");
    }

    @Test
    void aFileThatDoesNotCompileIsShownWhereAndWhy() throws Exception {
        String file = write("Wrong.java", "public class Wrong {\n    Strin name;\n    Int age;\n}\n");
        fails(":2:5: cannot find symbol; symbol:   class Strin; location: class Wrong (and 1 more error)", file);
    }

    @Test
    void aClassThatIsNoSupplierIsNamed() throws Exception {
        fails(
                ": class Plain is no supplier (expected: a class that implements"
                        + " java.util.function.Supplier<io.netwist.application.Application>)",
                write("Plain.java", "public class Plain {}\n"));
    }

    @Test
    void aSupplierOfSomethingElseIsToldSo() throws Exception {
        fails(
                ": Other.get() returned a java.lang.String (expected: an io.netwist.application.Application)",
                write("Other.java", """
                        public class Other implements java.util.function.Supplier<String> {
                            public String get() { return "x"; }
                        }
                        """));
    }

    @Test
    void anExceptionInTheFileIsShownWithItsLine() throws Exception {
        fails(":3: Throwing threw java.lang.IllegalStateException: too early", write("Throwing.java", """
                        public class Throwing implements java.util.function.Supplier<String> {
                            public String get() {
                                throw new IllegalStateException("too early");
                            }
                        }
                        """));
    }

    @Test
    void anEmptyFileHasNoClass() throws Exception {
        fails(
                ": it has no class (expected: a class that implements"
                        + " java.util.function.Supplier<io.netwist.application.Application>)",
                write("Empty.java", "\n"));
    }

    @Test
    void aMissingFileIsNamed() throws Exception {
        String file = directory.resolve("Missing.java").toString();
        fails(": no such file (expected: a Java source file)", file);
    }

    @Test
    void debugShowsTheStack() throws Exception {
        String file = directory.resolve("Missing.java").toString();
        Launched.Ended ended = Launched.run(directory, "--debug", "-y", file);
        assertThat(ended.err()).contains("\tat io.netwist.netwistd.");
        assertThat(ended.status()).isEqualTo(1);
    }

    private static String greeter(String text) {
        return """
                import io.netwist.application.Application;
                import io.netwist.application.EndpointService;
                import io.netwist.bridge.BaseProtocol;
                import java.util.function.Supplier;

                public class Greeter implements Supplier<Application> {
                    @Override
                    public Application get() {
                        return new Application("greeter").with(new EndpointService("tcp:0:interface=127.0.0.1", peer ->
                                new BaseProtocol() {
                                    @Override
                                    public void connectionMade() {
                                        transport().write("TEXT");
                                        transport().loseConnection();
                                    }
                                }));
                    }
                }
                """.replace("TEXT", text);
    }

    private static String greeting(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            return new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    @Test
    @Spec("OPS-24")
    void takesAChangedFileIntoUseWithoutClosingThePortAndKeepsTheOldOneWhenTheNewIsBroken() throws Exception {
        String file = write("Greeter.java", greeter("hello"));
        try (Launched launched = Launched.start(directory, "-y", file)) {
            int port = launched.port();
            assertThat(greeting(port)).isEqualTo("hello");
            launched.signal("HUP");
            launched.line("reloaded: nothing has changed");
            write("Greeter.java", greeter("good evening"));
            launched.signal("HUP");
            launched.line("reloaded: new settings are in effect");
            assertThat(greeting(port)).isEqualTo("good evening");
            write("Greeter.java", greeter("oops").replace("Supplier<", "Supplyer<"));
            launched.signal("HUP");
            assertThat(launched.line("reload failed"))
                    .contains("the old settings stay in effect")
                    .contains("Greeter.java:6:")
                    .contains("cannot find symbol");
            assertThat(greeting(port)).isEqualTo("good evening");
            launched.signal("TERM");
            assertThat(launched.end().status()).isZero();
        }
    }
}
