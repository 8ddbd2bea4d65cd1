# SPDX-License-Identifier: MIT
"""The other half of AmpInteropIT: amp_peer.py server, or amp_peer.py client|tls PORT. It prints one line for each thing that is right."""
import datetime
import decimal
import sys

from twisted.internet import defer, endpoints, protocol, reactor, task
from twisted.protocols import amp
from twisted.python.filepath import FilePath


class Sum(amp.Command):
    arguments = [(b"a", amp.Integer()), (b"b", amp.Integer())]
    response = [(b"total", amp.Integer())]


class Divide(amp.Command):
    arguments = [(b"numerator", amp.Integer()), (b"denominator", amp.Integer())]
    response = [(b"result", amp.Float())]
    errors = {ZeroDivisionError: b"ZERO_DIVISION"}


class Note(amp.Command):
    arguments = [(b"text", amp.Unicode())]
    requiresAnswer = False


TYPES = [
    (b"i", amp.Integer()),
    (b"s", amp.String()),
    (b"fl", amp.Float()),
    (b"b", amp.Boolean()),
    (b"u", amp.Unicode()),
    (b"p", amp.Path()),
    (b"li", amp.ListOf(amp.Integer())),
    (b"al", amp.AmpList([(b"x", amp.Integer()), (b"y", amp.Unicode())])),
    (b"d", amp.Decimal()),
    (b"dt", amp.DateTime()),
    (b"dash-arg", amp.Unicode()),
    (b"print", amp.Unicode()),
    (b"opt", amp.Integer(optional=True)),
]


class Types(amp.Command):
    arguments = TYPES
    response = [(b"ok", amp.Boolean())]


class Fatal(amp.Command):
    fatalErrors = {RuntimeError: b"FATAL"}


class Boom(amp.Command):
    pass


class Missing(amp.Command):
    commandName = b"Missing-Command"


class Bye(amp.Command):
    response = [(b"goodbye", amp.Unicode())]
    responseType = amp.QuitBox


class Switch(amp.ProtocolSwitchCommand):
    commandName = b"Switch-Proto"
    arguments = [(b"name", amp.Unicode())]
    errors = {KeyError: b"NOPE"}


class Upper(protocol.Protocol):
    def dataReceived(self, data):
        self.transport.write(data.upper())


WANTED = dict(
    i=-5,
    s=b"\x00\xff",
    fl=2.5,
    b=True,
    u="\u2603",
    p=FilePath("/tmp/x"),
    li=[1, 20, 500],
    al=[dict(x=7, y="hello"), dict(x=9, y="bye")],
    d=decimal.Decimal("3.141E+5"),
    dt=datetime.datetime(2012, 1, 23, 12, 34, 56, 54321, amp._FixedOffsetTZInfo.fromSignHoursMinutes("-", 1, 23)),
    Print="kw",
    dash_arg="dash",
)


def differences(given, wanted):
    return {key: given.get(key) for key in wanted if given.get(key) != wanted[key]}


class Server(amp.AMP):
    @Sum.responder
    def sum(self, a, b):
        return {"total": a + b}

    @Divide.responder
    def divide(self, numerator, denominator):
        return {"result": numerator / denominator}

    @Note.responder
    def note(self, text):
        return {}

    @Types.responder
    def types(self, **given):
        wrong = differences(given, WANTED)
        if wrong:
            print("wrong", wrong, flush=True)
        return {"ok": not wrong and given.get("opt") is None}

    @Fatal.responder
    def fatal(self):
        raise RuntimeError("bye now")

    @Boom.responder
    def boom(self):
        raise ValueError("a secret")

    @Bye.responder
    def bye(self):
        return {"goodbye": "everyone"}

    @Switch.responder
    def switch(self, name):
        if name == "bad":
            raise KeyError("no bad")
        return Upper()


class Heard(protocol.Protocol):
    def __init__(self):
        self.heard = defer.Deferred()
        self.data = b""

    def connectionMade(self):
        self.transport.write(b"shout")

    def dataReceived(self, data):
        self.data += data
        if self.data == b"SHOUT":
            self.heard.callback(None)


@defer.inlineCallbacks
def client(reactor, port):
    endpoint = endpoints.TCP4ClientEndpoint(reactor, "127.0.0.1", int(port))

    def connect():
        return endpoints.connectProtocol(endpoint, amp.AMP())

    def right(what, value=True):
        print(what if value else "wrong: " + what, flush=True)

    ours = yield connect()
    right("sum", (yield ours.callRemote(Sum, a=13, b=81)) == {"total": 94})
    right("divide", (yield ours.callRemote(Divide, numerator=1, denominator=4)) == {"result": 0.25})
    try:
        yield ours.callRemote(Divide, numerator=1, denominator=0)
    except ZeroDivisionError as e:
        right("declared error", str(e) == "division by zero")
    right("no answer", (yield ours.callRemote(Note, text="hi")) is None)
    right("types", (yield ours.callRemote(Types, **WANTED)) == {"ok": True})
    try:
        yield ours.callRemote(Missing)
    except amp.UnhandledCommand:
        right("unhandled command")
    right("raw", (yield ours.callRemoteString(b"raw", x=b"1"))[b"pong"] == b"1")
    many = yield defer.gatherResults([ours.callRemote(Sum, a=i, b=i) for i in range(1000)])
    right("1000 in flight", [m["total"] for m in many] == [2 * i for i in range(1000)])
    long = "x" * 65535
    right("64 KiB", (yield ours.callRemote(Note, text=long)) is None)
    made = []

    class Factory(protocol.ClientFactory):
        def buildProtocol(self, address):
            made.append(Heard())
            return made[-1]

    factory = Factory()
    try:
        yield ours.callRemote(Switch, factory, name="bad")
    except KeyError:
        right("switch refused")
    yield ours.callRemote(Switch, factory, name="good")
    yield made[0].heard
    right("switched")
    made[0].transport.loseConnection()
    ours = yield connect()
    try:
        yield ours.callRemote(Fatal)
    except RuntimeError as e:
        right("fatal error", str(e) == "bye now")
    ours = yield connect()
    try:
        yield ours.callRemote(Boom)
    except amp.UnknownRemoteError as e:
        right("unknown error", "secret" not in str(e))
    ours = yield connect()
    right("quit", (yield ours.callRemote(Bye)) == {"goodbye": "everyone"})


@defer.inlineCallbacks
def tls(reactor, port):
    endpoint = endpoints.TCP4ClientEndpoint(reactor, "127.0.0.1", int(port))
    ours = yield endpoints.connectProtocol(endpoint, amp.AMP())
    if (yield ours.callRemote(Sum, a=1, b=2)) == {"total": 3}:
        print("clear", flush=True)
    starting = ours.callRemote(amp.StartTLS)
    held = ours.callRemote(Sum, a=3, b=4)
    yield starting
    if (yield held) == {"total": 7}:
        print("held", flush=True)
    if (yield ours.callRemote(Sum, a=5, b=6)) == {"total": 11}:
        print("encrypted", flush=True)
    if ours.peerCertificate is not None:
        print("certificate", flush=True)


if sys.argv[1] == "server":
    listening = reactor.listenTCP(0, protocol.Factory.forProtocol(Server), interface="127.0.0.1")
    print(listening.getHost().port, flush=True)
    reactor.run()
else:
    task.react(tls if sys.argv[1] == "tls" else client, sys.argv[2:])
