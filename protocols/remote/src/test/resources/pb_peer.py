# SPDX-License-Identifier: MIT
"""The other half of PbInteropIT: pb_peer.py server, or pb_peer.py client PORT. It prints one line for each thing that is right."""
import datetime
import decimal
import gc
import sys

from twisted.internet import defer, reactor, task
from twisted.spread import pb

SHARED = [1]
CYCLE = []
CYCLE.append(CYCLE)

VALUES = [
    None,
    True,
    False,
    0,
    -5,
    2 ** 31,
    -(2 ** 40),
    2 ** 400,
    2.5,
    float("inf"),
    "text \u2603 \U0001f600",
    "",
    b"bytes \xff",
    b"None",
    [],
    [1, [2, [3]]],
    (),
    (1, (2,), "x"),
    {"a": 1, b"b": [2], (3, "x"): None},
    {1, "a", b"a", (1, 2)},
    frozenset([1, frozenset([2])]),
    decimal.Decimal("9.950"),
    decimal.Decimal("-1E+7"),
    datetime.datetime(2024, 10, 18, 21, 7, 28, 345),
    datetime.date(2024, 2, 29),
    datetime.time(1, 16, 5, 344),
    datetime.timedelta(-1, 5, 7),
]


class MyError(pb.Error):
    pass


class Thing(pb.Referenceable):
    def remote_ping(self, *args):
        return "pong"


class Root(pb.Root):
    def __init__(self):
        self.broker = None
        self.held = []

    def rootObject(self, broker):
        self.broker = broker
        return self

    def remote_echo(self, value):
        return value

    def remote_same(self, a, b):
        return a is b

    def remote_kw(self, *args, **kw):
        return [list(args), kw]

    def remote_boom(self):
        raise ValueError("bad value")

    def remote_pberr(self):
        raise MyError("known")

    def remote_later(self):
        return task.deferLater(reactor, 0.01, lambda: 99)

    def remote_laterfail(self):
        return task.deferLater(reactor, 0.01, {}.__getitem__, "k")

    def remote_thing(self):
        return Thing()

    def remote_callme(self, back):
        return back.callRemote("ping", 5)

    def remote_values(self):
        return VALUES

    def remote_shared(self):
        return [SHARED, SHARED, CYCLE]

    def remote_hold(self):
        return defer.Deferred()

    def remote_exported(self):
        gc.collect()
        return len(self.broker.localObjects)

    def remote_drop(self):
        self.broker.transport.abortConnection()


def server():
    port = reactor.listenTCP(0, pb.PBServerFactory(Root()), interface="127.0.0.1")
    print(port.getHost().port, flush=True)
    reactor.run()


@defer.inlineCallbacks
def error(deferred):
    try:
        yield deferred
    except pb.RemoteError as e:
        name = e.remoteType
        defer.returnValue(name if isinstance(name, str) else name.decode())
    except Exception as e:
        defer.returnValue(type(e).__module__ + "." + type(e).__qualname__)


def said(what, right=True):
    print(what if right else "WRONG: " + what, flush=True)


@defer.inlineCallbacks
def client(port):
    factory = pb.PBClientFactory()
    reactor.connectTCP("127.0.0.1", int(port), factory)
    root = yield factory.getRootObject()
    for value in VALUES:
        back = yield root.callRemote("echo", value)
        if back != value or type(back) is not type(value):
            said("echo of %r: %r" % (value, back), False)
    said("values")
    back = yield root.callRemote("kw", 1, "two", three=3.0)
    said("keywords", back == [[1, "two"], {"three": 3.0}])
    a, b, cycle = yield root.callRemote("echo", [SHARED, SHARED, CYCLE])
    said("shared", a is b and a == [1] and cycle[0] is cycle)
    name = yield error(root.callRemote("nosuch"))
    said("no such method", name == "twisted.spread.flavors.NoSuchMethod")
    name = yield error(root.callRemote("boom"))
    said("value error", name == "builtins.ValueError")
    d = root.callRemote("boom")
    d.addErrback(lambda f: f.check(ValueError))
    caught = yield d
    said("trapped", caught is ValueError)
    d = root.callRemote("pberr")
    d.addErrback(lambda f: f.check(pb.Error))
    caught = yield d
    said("pb.Error", caught is not None)
    name = yield error(root.callRemote("laterfail"))
    said("later failure", name == "builtins.KeyError")
    value = yield root.callRemote("later")
    said("later", value == 99)
    pong = yield root.callRemote("callme", Thing())
    said("called back", pong == "pong")
    things = []
    for i in range(1000):
        thing = yield root.callRemote("fresh")
        things.append(thing)
    pong = yield things[0].callRemote("ping")
    count = yield root.callRemote("exported")
    said("1000 references", pong == "pong" and count == 1001)
    del things, thing
    gc.collect()
    count = yield root.callRemote("exported")
    said("released", count == 1)
    name = yield error(root.callRemote("typed", 1))
    said("type error", name == "builtins.TypeError")
    held = error(root.callRemote("hold"))
    lost = defer.Deferred()
    root.notifyOnDisconnect(lambda ref: lost.callback(None))
    error(root.callRemote("drop"))
    name = yield held
    yield lost
    said("lost", name == "twisted.spread.pb.PBConnectionLost")


if sys.argv[1] == "server":
    server()
else:
    task.react(lambda _: defer.maybeDeferred(client, sys.argv[2]))
