/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import io.netwist.bridge.process.ProcessOptions;
import io.netwist.bridge.process.ProcessProtocol;
import io.netwist.bridge.process.ProcessTransport;
import java.util.List;

/**
 * Child processes.
 *
 * <p>Complete on Linux with {@code net.java.dev.jna:jna} on the class path. Elsewhere the JDK starts the process, with what
 * that cannot do: there are the three standard streams and nothing else (no other descriptor, terminal, uid or gid); a death
 * by signal N cannot be told from exit code 128 + N; and what a grandchild writes after the child's exit is lost.
 *
 * <p>Source: {@code twisted.internet.interfaces.IReactorProcess}.
 */
public interface ReactorProcess {

    /**
     * Starts a program whose environment is empty, with pipes to its three standard streams.
     *
     * @param protocol hears of it
     * @param executable a path, or a name that is looked up in {@code /bin} and {@code /usr/bin}
     * @param arguments what the program sees, from its own name on; given to it byte for byte, by no shell
     * @return the way to it, already given to the protocol
     * @throws io.netwist.bridge.process.CannotSpawnException if it cannot be started; then the protocol hears nothing
     */
    default ProcessTransport spawnProcess(ProcessProtocol protocol, String executable, List<String> arguments) {
        return spawnProcess(protocol, executable, arguments, ProcessOptions.defaults());
    }

    /**
     * Starts a program.
     *
     * @param protocol hears of it
     * @param executable a path, or a name that is looked up on the PATH of the environment that the child gets, and in
     *     {@code /bin} and {@code /usr/bin} if that has none
     * @param arguments what the program sees, from its own name on; given to it byte for byte, by no shell
     * @param options how
     * @return the way to it, already given to the protocol
     * @throws io.netwist.bridge.process.CannotSpawnException if it cannot be started; then the protocol hears nothing
     * @throws IllegalArgumentException if the options contradict each other, or a text has a NUL in it
     */
    ProcessTransport spawnProcess(
            ProcessProtocol protocol, String executable, List<String> arguments, ProcessOptions options);
}
