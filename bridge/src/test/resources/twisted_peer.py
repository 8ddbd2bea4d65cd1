# SPDX-License-Identifier: MIT
"""Twisted's half of InteropIT: an echo server or a client of one, over any of its transports."""
import sys

from twisted.internet import endpoints, protocol, reactor, ssl


def say(text):
    print(text, flush=True)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def text(value):
    return value.decode() if value else "-"


class Echo(protocol.Protocol):
    """Tells who is there once it has heard something, then says it back."""

    def dataReceived(self, data):
        if hasattr(self.transport, "negotiatedProtocol"):
            peer = self.transport.getPeerCertificate()
            name = self.transport.getHandle().get_servername()
            say("%s %s %s" % (text(self.transport.negotiatedProtocol),
                              peer.get_subject().CN if peer else "-", text(name)))
        self.transport.write(data)


class Caller(protocol.Protocol):
    def connectionMade(self):
        self.heard = b""
        self.transport.write(b"word")

    def dataReceived(self, data):
        self.heard += data
        if self.heard == b"word":
            agreed = getattr(self.transport, "negotiatedProtocol", None)
            say("heard %s %s" % (text(self.heard), text(agreed)))
            self.transport.loseConnection()

    def connectionLost(self, reason):
        say("lost %s" % reason.type.__name__)
        reactor.stop()


class Datagrams(protocol.DatagramProtocol):
    def datagramReceived(self, data, address):
        self.transport.write(data, address)


class Sender(protocol.DatagramProtocol):
    def __init__(self, port):
        self.port = port

    def startProtocol(self):
        self.transport.write(b"word", ("127.0.0.1", self.port))

    def datagramReceived(self, data, address):
        say("heard %s -" % text(data))
        reactor.stop()


def listening(port):
    say("port %s" % getattr(port.getHost(), "port", "-"))


def failed(reason):
    say("failed %s" % reason.getErrorMessage())
    reactor.stop()


def main(mode, *rest):
    if mode == "serve":
        factory = protocol.Factory.forProtocol(Echo)
        endpoints.serverFromString(reactor, rest[0]).listen(factory).addCallbacks(listening, failed)
    elif mode == "call":
        factory = protocol.Factory.forProtocol(Caller)
        endpoints.clientFromString(reactor, rest[0]).connect(factory).addErrback(failed)
    elif mode == "serve-tls":
        own, authority = rest
        options = ssl.PrivateCertificate.loadPEM(read(own)).options(ssl.Certificate.loadPEM(read(authority)))
        options._acceptableProtocols = [b"echo/1"]
        listening(reactor.listenSSL(0, protocol.Factory.forProtocol(Echo), options, interface="127.0.0.1"))
    elif mode == "call-tls":
        port, name, own, authority = rest
        options = ssl.optionsForClientTLS(
            name,
            trustRoot=ssl.Certificate.loadPEM(read(authority)),
            clientCertificate=ssl.PrivateCertificate.loadPEM(read(own)),
            acceptableProtocols=[b"other", b"echo/1"],
        )
        below = endpoints.TCP4ClientEndpoint(reactor, "127.0.0.1", int(port))
        factory = protocol.Factory.forProtocol(Caller)
        endpoints.wrapClientTLS(options, below).connect(factory).addErrback(failed)
    elif mode == "serve-udp":
        listening(reactor.listenUDP(0, Datagrams(), interface="127.0.0.1"))
    elif mode == "call-udp":
        reactor.listenUDP(0, Sender(int(rest[0])), interface="127.0.0.1")
    reactor.run()


main(*sys.argv[1:])
