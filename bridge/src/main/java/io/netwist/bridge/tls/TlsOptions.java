/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.tls;

import io.netwist.bridge.resolve.HostNames;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to speak TLS, as a server, as a client, or both. Immutable; each {@code with} method returns a changed copy.
 *
 * <table>
 * <caption>Defaults</caption>
 * <tr><th>what</th><th>default</th></tr>
 * <tr><td>certificate</td><td>none; a server needs one</td></tr>
 * <tr><td>trustRoots</td><td>the JDK's, for clients; with any given, a server asks clients for certificates</td></tr>
 * <tr><td>verification</td><td>a client checks its server's chain and name</td></tr>
 * <tr><td>minimum, maximum</td><td>TLS 1.2 and 1.3</td></tr>
 * <tr><td>ciphers</td><td>the secure ones, in the server's order</td></tr>
 * <tr><td>handshakeTimeout</td><td>10 seconds; Twisted has none</td></tr>
 * <tr><td>reloadAfter</td><td>10 seconds</td></tr>
 * </table>
 *
 * <p>The files named by certificate and roots are read when the options are first used. A server looks at them again when a
 * handshake begins and the last look is older than {@code reloadAfter}; changed files are used from that handshake on, and
 * connections that exist are not touched. Files that cannot be used are reported once, and what was read before stays in use.
 *
 * <p>Options are equal if they say the same. Source: {@code twisted.internet.ssl.CertificateOptions} and {@code
 * optionsForClientTLS}.
 */
public final class TlsOptions {

    private static final TlsOptions DEFAULTS = new TlsOptions(new Changes());

    private final @Nullable PrivateCertificate certificate;
    private final @Nullable TrustRoots trustRoots;
    private final @Nullable ClientAuth clientAuth;
    private final PeerVerification verification;
    private final @Nullable String hostname;
    private final TlsVersion minimum;
    private final TlsVersion maximum;
    private final List<String> ciphers;
    private final List<String> acceptableProtocols;
    private final Map<String, TlsOptions> serverNames;
    private final boolean strictServerNames;
    private final Duration handshakeTimeout;
    private final Duration reloadAfter;
    private final TlsProvider provider;

    /** The values of the next copy. */
    private static final class Changes {
        @Nullable
        PrivateCertificate certificate;

        @Nullable
        TrustRoots trustRoots;

        @Nullable
        ClientAuth clientAuth;

        PeerVerification verification = PeerVerification.CHAIN_AND_NAME;

        @Nullable
        String hostname;

        TlsVersion minimum = TlsVersion.TLS_1_2;
        TlsVersion maximum = TlsVersion.TLS_1_3;
        List<String> ciphers = List.of();
        List<String> acceptableProtocols = List.of();
        Map<String, TlsOptions> serverNames = Map.of();
        boolean strictServerNames;
        Duration handshakeTimeout = Duration.ofSeconds(10);
        Duration reloadAfter = Duration.ofSeconds(10);
        TlsProvider provider = TlsProvider.JDK;
    }

    private TlsOptions(Changes from) {
        certificate = from.certificate;
        trustRoots = from.trustRoots;
        clientAuth = from.clientAuth;
        verification = from.verification;
        hostname = from.hostname;
        minimum = from.minimum;
        maximum = from.maximum;
        ciphers = from.ciphers;
        acceptableProtocols = from.acceptableProtocols;
        serverNames = from.serverNames;
        strictServerNames = from.strictServerNames;
        handshakeTimeout = from.handshakeTimeout;
        reloadAfter = from.reloadAfter;
        provider = from.provider;
    }

    private TlsOptions changed(Consumer<Changes> change) {
        Changes copy = new Changes();
        copy.certificate = certificate;
        copy.trustRoots = trustRoots;
        copy.clientAuth = clientAuth;
        copy.verification = verification;
        copy.hostname = hostname;
        copy.minimum = minimum;
        copy.maximum = maximum;
        copy.ciphers = ciphers;
        copy.acceptableProtocols = acceptableProtocols;
        copy.serverNames = serverNames;
        copy.strictServerNames = strictServerNames;
        copy.handshakeTimeout = handshakeTimeout;
        copy.reloadAfter = reloadAfter;
        copy.provider = provider;
        change.accept(copy);
        return new TlsOptions(copy);
    }

    // ---- making them

    /**
     * What the table above says.
     *
     * @return the defaults
     */
    public static TlsOptions defaults() {
        return DEFAULTS;
    }

    /**
     * For a server.
     *
     * @param certificate who we are
     * @return the defaults with that certificate
     */
    public static TlsOptions forServer(PrivateCertificate certificate) {
        return DEFAULTS.withCertificate(certificate);
    }

    /**
     * For a client. Source: {@code optionsForClientTLS}.
     *
     * @param hostname who the server must be
     * @return the defaults with that name
     * @throws IllegalArgumentException if it can be no host's name
     */
    public static TlsOptions forClient(String hostname) {
        return DEFAULTS.withHostname(hostname);
    }

    /**
     * The same as somebody.
     *
     * @param certificate who we are: a server's own, or a client's for servers that ask
     * @return the changed copy
     */
    public TlsOptions withCertificate(PrivateCertificate certificate) {
        Objects.requireNonNull(certificate, "certificate");
        return changed(copy -> copy.certificate = certificate);
    }

    /**
     * The same trusting others. A server then serves only clients with a certificate that they vouch for, unless {@link
     * #withClientAuth} says otherwise.
     *
     * @param roots whose word we take
     * @return the changed copy
     */
    public TlsOptions withTrustRoots(TrustRoots roots) {
        Objects.requireNonNull(roots, "roots");
        return changed(copy -> copy.trustRoots = roots);
    }

    /**
     * The same asking otherwise for clients' certificates.
     *
     * @param clientAuth for servers; those that ask take the word of {@link #trustRoots()}, or else of the JDK's
     * @return the changed copy
     */
    public TlsOptions withClientAuth(ClientAuth clientAuth) {
        Objects.requireNonNull(clientAuth, "clientAuth");
        return changed(copy -> copy.clientAuth = clientAuth);
    }

    /**
     * The same checking servers otherwise.
     *
     * @param verification for clients
     * @return the changed copy
     */
    public TlsOptions withVerification(PeerVerification verification) {
        Objects.requireNonNull(verification, "verification");
        return changed(copy -> copy.verification = verification);
    }

    /**
     * The same for one server. Who connects by {@code connectSSL} need not say it twice.
     *
     * @param hostname who the server must be, in any script, or an IP literal. The server is told a name, and no address (SNI)
     * @return the changed copy
     * @throws IllegalArgumentException if it can be no host's name
     */
    public TlsOptions withHostname(String hostname) {
        String ascii = HostNames.toAscii(hostname);
        return changed(copy -> copy.hostname = ascii);
    }

    /**
     * The same for any server.
     *
     * @return a copy that names none
     */
    public TlsOptions withoutHostname() {
        return changed(copy -> copy.hostname = null);
    }

    /**
     * The same with other versions.
     *
     * @param minimum the oldest allowed
     * @param maximum the newest allowed
     * @return the changed copy
     * @throws IllegalArgumentException if the oldest is newer than the newest
     */
    public TlsOptions withVersions(TlsVersion minimum, TlsVersion maximum) {
        if (minimum.compareTo(maximum) > 0) {
            throw new IllegalArgumentException("minimum: " + minimum + " (expected: at most " + maximum + ")");
        }
        return changed(copy -> {
            copy.minimum = minimum;
            copy.maximum = maximum;
        });
    }

    /**
     * The same with no older version than this; never lowers what is there. Source: {@code raiseMinimumTo}.
     *
     * @param minimum the oldest allowed
     * @return the changed copy
     * @throws IllegalArgumentException if the maximum is older
     */
    public TlsOptions withMinimumRaisedTo(TlsVersion minimum) {
        return withVersions(minimum.compareTo(this.minimum) > 0 ? minimum : this.minimum, maximum);
    }

    /**
     * The same with no newer version than this; the minimum is lowered as well if it is above. Source: {@code
     * lowerMaximumSecurityTo}.
     *
     * @param maximum the newest allowed
     * @return the changed copy
     */
    public TlsOptions withMaximumLoweredTo(TlsVersion maximum) {
        return withVersions(maximum.compareTo(minimum) < 0 ? maximum : minimum, maximum);
    }

    /**
     * The same with chosen ciphers.
     *
     * @param ciphers by the JDK's names, for example {@code TLS_AES_128_GCM_SHA256}, the best first; empty for the secure ones
     * @return the changed copy
     */
    public TlsOptions withCiphers(List<String> ciphers) {
        List<String> all = List.copyOf(ciphers);
        return changed(copy -> copy.ciphers = all);
    }

    /**
     * The same offering application protocols (ALPN). If both sides offer some and have none in common the connection
     * fails; if only one does, nothing is agreed.
     *
     * @param protocols for example {@code h2} and {@code http/1.1}, the best first; each 1 to 255 octets of ASCII
     * @return the changed copy
     * @throws IllegalArgumentException if one is empty or too long
     */
    public TlsOptions withAcceptableProtocols(List<String> protocols) {
        for (String each : protocols) {
            if (each.isEmpty() || each.length() > 255 || !each.chars().allMatch(c -> c > 0 && c < 0x80)) {
                throw new IllegalArgumentException(
                        "protocols: \"" + each + "\" (expected: 1 to 255 characters of ASCII)");
            }
        }
        List<String> all = List.copyOf(protocols);
        return changed(copy -> copy.acceptableProtocols = all);
    }

    /**
     * The same with a server of its own for a name: certificate, application protocols and everything else come from the
     * other options when a client asks for that name (SNI).
     *
     * @param name a host, or {@code *.example.com} for every name with one more label; the exact name goes first
     * @param options for that host; their own server names and their handshake timeout are not used
     * @return the changed copy
     * @throws IllegalArgumentException if the options have no certificate
     */
    public TlsOptions withServerName(String name, TlsOptions options) {
        if (options.certificate == null) {
            throw new IllegalArgumentException("options for " + name + ": no certificate (expected: one)");
        }
        Map<String, TlsOptions> all = new LinkedHashMap<>(serverNames);
        all.put(name.toLowerCase(Locale.ROOT), options);
        return changed(copy -> copy.serverNames = Map.copyOf(all));
    }

    /**
     * The same refusing, or serving with these options, clients that ask for none of the server names.
     *
     * @param strict true to refuse them, and clients that name no host
     * @return the changed copy
     */
    public TlsOptions withStrictServerNames(boolean strict) {
        return changed(copy -> copy.strictServerNames = strict);
    }

    /**
     * The same with another time for the handshake.
     *
     * @param timeout a peer that takes longer is dropped; zero for no limit
     * @return the changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public TlsOptions withHandshakeTimeout(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: zero or more)");
        }
        return changed(copy -> copy.handshakeTimeout = timeout);
    }

    /**
     * The same looking at the files more or less often.
     *
     * @param age how old the last look may be when a handshake begins; zero to look each time
     * @return the changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public TlsOptions withReloadAfter(Duration age) {
        if (age.isNegative()) {
            throw new IllegalArgumentException("age: " + age + " (expected: zero or more)");
        }
        return changed(copy -> copy.reloadAfter = age);
    }

    /**
     * The same by another implementation.
     *
     * @param provider the JDK's until set
     * @return the changed copy
     */
    public TlsOptions withProvider(TlsProvider provider) {
        Objects.requireNonNull(provider, "provider");
        return changed(copy -> copy.provider = provider);
    }

    // ---- reading them

    /**
     * Who we are.
     *
     * @return null for nobody
     */
    public @Nullable PrivateCertificate certificate() {
        return certificate;
    }

    /**
     * Whose word we take.
     *
     * @return null for nobody's on a server that asks for nothing, and for the JDK's otherwise
     */
    public @Nullable TrustRoots trustRoots() {
        return trustRoots;
    }

    /**
     * What a server asks of its clients.
     *
     * @return as set, or else REQUIRED if there are trust roots, and NONE if not
     */
    public ClientAuth clientAuth() {
        return clientAuth != null ? clientAuth : trustRoots != null ? ClientAuth.REQUIRED : ClientAuth.NONE;
    }

    /**
     * What a client checks.
     *
     * @return chain and name until set
     */
    public PeerVerification verification() {
        return verification;
    }

    /**
     * Who a client's server must be.
     *
     * @return in ASCII; null if it is whoever is connected to
     */
    public @Nullable String hostname() {
        return hostname;
    }

    /**
     * The oldest version allowed.
     *
     * @return TLS 1.2 until set
     */
    public TlsVersion minimum() {
        return minimum;
    }

    /**
     * The newest version allowed.
     *
     * @return TLS 1.3 until set
     */
    public TlsVersion maximum() {
        return maximum;
    }

    /**
     * All versions allowed.
     *
     * @return by the JDK's names, the oldest first
     */
    public List<String> versions() {
        return TlsVersion.protocols(minimum, maximum);
    }

    /**
     * The ciphers allowed.
     *
     * @return empty for the secure ones
     */
    public List<String> ciphers() {
        return ciphers;
    }

    /**
     * The application protocols offered.
     *
     * @return the best first; empty for none
     */
    public List<String> acceptableProtocols() {
        return acceptableProtocols;
    }

    /**
     * The servers by name.
     *
     * @return names and patterns in lower case
     */
    public Map<String, TlsOptions> serverNames() {
        return serverNames;
    }

    /**
     * The options for a host.
     *
     * @param name what a client asked for; null if it named none
     * @return those of the name, or of its pattern, or these; null if these are strict about names
     */
    public @Nullable TlsOptions forServerName(@Nullable String name) {
        TlsOptions found = null;
        if (name != null) {
            String wanted = name.toLowerCase(Locale.ROOT);
            found = serverNames.get(wanted);
            int dot = wanted.indexOf('.');
            if (found == null && dot > 0) {
                found = serverNames.get("*" + wanted.substring(dot));
            }
        }
        return found != null ? found : strictServerNames ? null : this;
    }

    /**
     * Whether clients that ask for no known name are refused.
     *
     * @return false until set
     */
    public boolean strictServerNames() {
        return strictServerNames;
    }

    /**
     * How long a handshake may take.
     *
     * @return zero for any time
     */
    public Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    /**
     * How old a look at the files may be.
     *
     * @return 10 seconds until set
     */
    public Duration reloadAfter() {
        return reloadAfter;
    }

    /**
     * Whose TLS it is.
     *
     * @return the JDK's until set
     */
    public TlsProvider provider() {
        return provider;
    }

    private List<@Nullable Object> parts() {
        return Arrays.asList(
                certificate,
                trustRoots,
                clientAuth,
                verification,
                hostname,
                minimum,
                maximum,
                ciphers,
                acceptableProtocols,
                serverNames,
                strictServerNames,
                handshakeTimeout,
                reloadAfter,
                provider);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TlsOptions that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    @Override
    public String toString() {
        return "TLS " + minimum + " to " + maximum + (certificate == null ? "" : ", " + certificate)
                + (hostname == null ? "" : ", for " + hostname);
    }
}
