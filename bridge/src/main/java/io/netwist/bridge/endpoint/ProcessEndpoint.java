/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netwist.bridge.Factory;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.address.ProcessAddress;
import io.netwist.bridge.error.NoProtocol;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import java.util.List;

/**
 * "Connects" to a program that it starts: the protocol receives the program's standard output and writes its standard input.
 *
 * <p>The connection ends when the process has ended, with {@code ConnectionDone} after exit code 0, else with a {@code
 * ProcessTerminated}; {@code loseConnection} closes the program's standard streams and waits for its end, {@code
 * abortConnection} kills it. Its addresses are {@code ProcessAddress}, and {@code transport.as(ProcessTransport.class)} is
 * the process. Source: {@code twisted.internet.endpoints.ProcessEndpoint}.
 *
 * @param reactor starts it
 * @param executable a path or a name, as for {@code spawnProcess}
 * @param arguments what it sees, from its own name on
 * @param options how it is started
 * @param errors what becomes of its standard error
 */
public record ProcessEndpoint(
        Reactor reactor,
        String executable,
        List<String> arguments,
        ProcessOptions options,
        StandardErrorBehavior errors)
        implements ClientEndpoint {

    /** What becomes of what a program writes to its standard error. */
    public enum StandardErrorBehavior {
        /** It is logged. */
        LOG,
        /** It is thrown away. */
        DROP
    }

    /**
     * Copies the arguments.
     *
     * @param reactor starts it
     * @param executable a path or a name
     * @param arguments what it sees, from its own name on
     * @param options how it is started
     * @param errors what becomes of its standard error
     */
    public ProcessEndpoint {
        arguments = List.copyOf(arguments);
    }

    /**
     * One without an environment, whose errors are logged.
     *
     * @param reactor starts it
     * @param executable a path or a name
     * @param arguments what it sees, from its own name on
     */
    public ProcessEndpoint(Reactor reactor, String executable, List<String> arguments) {
        this(reactor, executable, arguments, ProcessOptions.defaults(), StandardErrorBehavior.LOG);
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(Factory<P> factory) {
        return Deferreds.maybe(() -> {
            P protocol = factory.buildProtocol(new ProcessAddress());
            if (protocol == null) {
                throw new NoProtocol(factory.getClass().getName() + " gave no protocol for the process " + executable);
            }
            ProcessConnection connection = new ProcessConnection(reactor, executable, protocol, errors);
            reactor.spawnProcess(connection, executable, arguments, options);
            connection.throwIfFailed();
            return protocol;
        });
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("process:").append(Endpoints.quoteStringArgument(executable));
        arguments.stream()
                .skip(1)
                .forEach(each -> text.append(':')
                        .append(Endpoints.quoteStringArgument(each).replace("=", "\\=")));
        return text.toString();
    }
}
