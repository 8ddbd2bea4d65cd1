/* SPDX-License-Identifier: MIT */
/**
 * What a program says about TLS: who we are, whom we trust, and how we speak.
 *
 * <ul>
 *   <li>{@link io.netwist.bridge.tls.TlsOptions}: everything that can be chosen, for servers and clients
 *   <li>{@link io.netwist.bridge.tls.PrivateCertificate}: a certificate with its private key, from files or objects
 *   <li>{@link io.netwist.bridge.tls.TrustRoots}: whose certificates are believed
 *   <li>{@link io.netwist.bridge.tls.TlsTransport}: what a connection knows of its TLS, and {@code startTLS}
 * </ul>
 *
 * <p>Threading: options, certificates and roots are immutable and may be shared by all threads. Nothing here speaks TLS; the
 * transports do. Source: {@code twisted.internet.ssl} and {@code twisted.internet._sslverify}; RFC 5246, RFC 8446.
 */
@NullMarked
package io.netwist.bridge.tls;

import org.jspecify.annotations.NullMarked;
