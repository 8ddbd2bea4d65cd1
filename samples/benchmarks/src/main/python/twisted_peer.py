# SPDX-License-Identifier: MIT
"""The servers that are measured, with Twisted: twisted_peer.py echo|line|udp|hello|json|amp|pb"""
import sys

sys.path.append("/usr/lib/python3/dist-packages")  # PyPy does not look there.

from twisted.internet import epollreactor

epollreactor.install()

from twisted.internet import protocol, reactor
from twisted.protocols import amp, basic
from twisted.spread import pb
from twisted.web import resource, server


class Echo(protocol.Protocol):
    def connectionMade(self):
        self.transport.setTcpNoDelay(True)

    def dataReceived(self, data):
        self.transport.write(data)


class Lines(basic.LineReceiver):
    def lineReceived(self, line):
        self.sendLine(line)


class UdpEcho(protocol.DatagramProtocol):
    def datagramReceived(self, data, address):
        self.transport.write(data, address)


class Page(resource.Resource):
    isLeaf = True

    def __init__(self, body, kind):
        super().__init__()
        self.body = body
        self.kind = kind

    def render_GET(self, request):
        request.setHeader(b"content-type", self.kind)
        return self.body


class EchoText(amp.Command):
    commandName = b"Echo"
    arguments = [(b"text", amp.Unicode())]
    response = [(b"text", amp.Unicode())]


class Answers(amp.AMP):
    @EchoText.responder
    def echo(self, text):
        return {"text": text}


class Root(pb.Root):
    def remote_echo(self, text):
        return text


def main(service):
    if service == "udp":
        port = reactor.listenUDP(0, UdpEcho(), interface="127.0.0.1")
    else:
        factory = {
            "echo": lambda: protocol.Factory.forProtocol(Echo),
            "line": lambda: protocol.Factory.forProtocol(Lines),
            "hello": lambda: server.Site(Page(b"Hello, world", b"text/plain")),
            "json": lambda: server.Site(
                Page(b'{"message":"Hello, world","count":3,"tags":["a","b","c"]}', b"application/json")
            ),
            "amp": lambda: protocol.Factory.forProtocol(Answers),
            "pb": lambda: pb.PBServerFactory(Root()),
        }[service]()
        port = reactor.listenTCP(0, factory, backlog=4096, interface="127.0.0.1")
    print("listening", port.getHost().port, flush=True)
    reactor.run()


main(sys.argv[1])
