# SPDX-License-Identifier: MIT
"""The other half of PbObjectsIT: pb_objects_peer.py server, or pb_objects_peer.py client PORT, which prints one line for each thing that is right."""
import gc
import sys

from zope.interface import implementer

from twisted.cred import checkers, credentials, portal
from twisted.internet import defer, reactor, task
from twisted.spread import pb, util

LOG = []


class Pond(pb.Copyable):
    def __init__(self, frogs, name):
        self.frogs = frogs
        self.name = name

    def getTypeToCopy(self):
        return b"example.Pond"

    def getStateToCopyFor(self, perspective):
        return {"frogs": self.frogs, "name": self.name, "seenBy": perspective.name if perspective else None}


class PondCopy(pb.RemoteCopy):
    pass


class Score(pb.Cacheable):
    def __init__(self):
        self.points = 1
        self.observers = []

    def getTypeToCopy(self):
        return b"example.Score"

    def getStateToCacheAndObserveFor(self, perspective, observer):
        self.observers.append(observer)
        return {"points": self.points}

    def stoppedObserving(self, perspective, observer):
        self.observers.remove(observer)
        LOG.append("stopped")

    def setPoints(self, points):
        self.points = points
        return defer.gatherResults([o.callRemote("setPoints", points) for o in self.observers])


class ScoreCopy(pb.RemoteCache):
    def observe_setPoints(self, points):
        self.points = points
        return points


pb.setUnjellyableForClass(b"example.Pond", PondCopy)
pb.setUnjellyableForClass(b"example.Score", ScoreCopy)


class Thing(pb.Referenceable):
    def remote_ping(self, *args):
        return "pong"


class Room(pb.Viewable):
    def view_who(self, perspective, *args):
        return "hello " + perspective.name


class User(pb.Avatar):
    def __init__(self, name, mind, world):
        self.name = name
        self.mind = mind
        self.world = world
        self.kept = []

    def perspective_whoami(self):
        return self.name

    def perspective_callback(self):
        return self.mind.callRemote("ping", 5)

    def perspective_view(self):
        return self.world.room

    def perspective_pond(self):
        return Pond(7, "p")

    def perspective_frogs(self, pond):
        return [pond.frogs, pond.name]

    def perspective_score(self):
        return self.world.score

    def perspective_change(self, points):
        return self.world.score.setPoints(points)

    def perspective_isScore(self, score):
        return score is self.world.score

    def perspective_follow(self, score):
        self.kept.append(score)

    def perspective_followed(self):
        return self.kept[0].points

    def perspective_unfollow(self):
        del self.kept[:]
        gc.collect()

    def perspective_thing(self):
        return Thing()

    def perspective_things(self, count):
        return [Thing() for i in range(count)]

    def perspective_counts(self):
        gc.collect()
        broker = self.world.broker
        return [len(broker.localObjects), len(broker.remotelyCachedObjects), len(broker.locallyCachedObjects)]

    def perspective_pages(self, collector):
        util.StringPager(collector, b"0123456789", 4)

    def perspective_log(self):
        return LOG

    def perspective_hold(self):
        return defer.Deferred()

    def perspective_drop(self):
        self.world.broker.transport.abortConnection()


@implementer(portal.IRealm)
class World:
    def __init__(self):
        self.room = Room()
        self.score = Score()
        self.broker = None

    def requestAvatar(self, avatarId, mind, *interfaces):
        name = "anonymous" if avatarId is checkers.ANONYMOUS else avatarId.decode()
        LOG.append("login " + name)
        return pb.IPerspective, User(name, mind, self), lambda: LOG.append("logout " + name)


class Root(pb._PortalRoot):
    def rootObject(self, broker):
        self.portal.realm.broker = broker
        return pb._PortalRoot.rootObject(self, broker)


def server():
    gate = portal.Portal(
        World(),
        [checkers.InMemoryUsernamePasswordDatabaseDontUse(user=b"pass"), checkers.AllowAnonymousAccess()],
    )
    port = reactor.listenTCP(0, pb.PBServerFactory(Root(gate)), interface="127.0.0.1")
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


def said(what, right=True, seen=None):
    print(what if right else "WRONG: %s %r" % (what, seen), flush=True)


def connected(port):
    factory = pb.PBClientFactory()
    reactor.connectTCP("127.0.0.1", int(port), factory)
    return factory


def user(password):
    return credentials.UsernamePassword(b"user", password)


@defer.inlineCallbacks
def client(port):
    factory = connected(port)
    name = yield error(factory.login(user(b"wrong")))
    said("wrong password", name == "twisted.cred.error.UnauthorizedLogin", name)
    avatar = yield factory.login(user(b"pass"), Thing())
    name = yield avatar.callRemote("whoami")
    pong = yield avatar.callRemote("callback")
    said("login", name == "user" and pong == "pong", (name, pong))
    anonymous = yield factory.login(credentials.Anonymous(), None)
    name = yield anonymous.callRemote("whoami")
    said("anonymous", name == "anonymous", name)
    view = yield avatar.callRemote("view")
    other = yield anonymous.callRemote("view")
    who = yield view.callRemote("who")
    whoElse = yield other.callRemote("who")
    said("views", [who, whoElse, view == other] == ["hello user", "hello anonymous", False], who)
    pond = yield avatar.callRemote("pond")
    frogs = yield avatar.callRemote("frogs", Pond(3, "q"))
    said("copies", (pond.frogs, pond.name, pond.seenBy, frogs) == (7, "p", "user", [3, "q"]), frogs)
    score = yield avatar.callRemote("score")
    again = yield avatar.callRemote("score")
    before = score.points
    yield avatar.callRemote("change", 5)
    home = yield avatar.callRemote("isScore", score)
    said("cache", (before, score.points, again.points, home) == (1, 5, 5, True), (before, score.points, home))
    ours = Score()
    yield avatar.callRemote("follow", ours)
    yield ours.setPoints(8)
    points = yield avatar.callRemote("followed")
    yield avatar.callRemote("unfollow")
    for i in range(50):
        if not ours.observers:
            break
        yield avatar.callRemote("unfollow")
    said("followed", points == 8 and not ours.observers, (points, ours.observers))
    pages = yield util.getAllPages(avatar, "pages")
    said("pages", pages == [b"0123", b"4567", b"89"], pages)
    things = []
    for i in range(1000):
        thing = yield avatar.callRemote("thing")
        things.append(thing)
    counts = yield avatar.callRemote("counts")
    del things, thing, view, other, anonymous, score, again
    for i in range(20):
        gc.collect()
        after = yield avatar.callRemote("counts")
        if after == [2, 0, 0]:
            break
    broker = avatar.broker
    said("counts", counts == [1005, 1, 0] and after == [2, 0, 0], (counts, after))
    mine = (len(broker.localObjects), len(broker.remotelyCachedObjects), len(broker.locallyCachedObjects))
    said("own counts", mine in ((0, 0, 0), (1, 0, 0)), mine)
    # Last, as Twisted keeps what was in an answer that it could not send.
    name = yield error(avatar.callRemote("things", 1100))
    said("limit", name == "twisted.spread.pb.Error", name)
    held = error(avatar.callRemote("hold"))
    error(avatar.callRemote("drop"))
    name = yield held
    said("lost", name == "twisted.spread.pb.PBConnectionLost", name)
    anonymous = yield connected(port).login(credentials.Anonymous(), None)
    log = yield anonymous.callRemote("log")
    expected = ["login user", "login anonymous", "logout anonymous", "logout user", "login anonymous"]
    said("logouts", [each for each in log if each != "stopped"] == expected and log.count("stopped") == 1, log)


if sys.argv[1] == "server":
    server()
else:
    task.react(lambda _: defer.maybeDeferred(client, sys.argv[2]))
