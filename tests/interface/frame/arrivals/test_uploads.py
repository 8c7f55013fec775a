import asyncio
from collections import Counter

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient

from components.interface.frame.arrivals.uploads import (
    SERVER_FULL,
    SESSION_FULL,
    CountedUploads,
)

SESSION_BYTES, SERVER_BYTES, GRACE_S = 1000, 2500, 0.05


class Kept:
    """What a server would keep, without a server."""

    def __init__(self):
        self.bytes, self.connected = Counter(), {"ann", "bob", "cai"}

    def sizes(self):
        return self.bytes

    def is_connected(self, session):
        return session in self.connected

    def free(self, session):
        del self.bytes[session]


def served(kept, wait=None):
    """Serve uploads behind the limits; `wait` is awaited before one is kept."""

    async def keep(request):
        body = await request.body()
        if wait is not None:
            await wait()
        kept.bytes[request.path_params["session"]] += len(body)
        return Response(status_code=204)

    async def talk(socket):
        await socket.accept()
        kept.connected.discard(await socket.receive_text())

    upload = "/_stcore/upload_file/{session}/{file}"
    app = Starlette(
        routes=[Route(upload, keep, methods=["PUT"]), WebSocketRoute("/_stcore/stream", talk)]
    )
    return CountedUploads(app, kept, SESSION_BYTES, SERVER_BYTES, GRACE_S)


def put(client, session, size, **more):
    return client.put(f"/_stcore/upload_file/{session}/f", content=b"x" * size, **more).status_code


def test_a_session_and_a_server_keep_only_so_much():
    kept = Kept()
    with TestClient(served(kept)) as client:
        assert [put(client, "ann", 400) for _ in range(3)] == [204, 204, SESSION_FULL]
        assert [put(client, "bob", 1000), put(client, "cai", 701)] == [204, SERVER_FULL]
        assert put(client, "cai", 700) == 204
        assert kept.bytes.total() == 2500


def test_a_body_of_unknown_length_counts_as_the_longest():
    with TestClient(served(Kept())) as client:
        path = "/_stcore/upload_file/ann/f"
        assert client.put(path, content=iter([b"x", b"y"])).status_code == SESSION_FULL


def test_what_is_on_its_way_counts():
    """A hundred uploads that begin at once are not let in because none has ended."""

    async def main():
        kept, gate = Kept(), asyncio.Event()
        app, answers = served(kept, gate.wait), []

        async def upload():
            messages = iter([{"type": "http.request", "body": b"x" * 400, "more_body": False}])

            async def receive():
                return next(messages)

            async def send(message):
                if message["type"] == "http.response.start":
                    answers.append(message["status"])

            scope = {
                "type": "http",
                "method": "PUT",
                "path": "/_stcore/upload_file/ann/f",
                "headers": [(b"content-length", b"400")],
                "query_string": b"",
            }
            await app(scope, receive, send)

        tasks = [asyncio.create_task(upload()) for _ in range(100)]
        while len(answers) < 98:
            await asyncio.sleep(0)
        assert set(answers) == {SESSION_FULL}
        gate.set()
        await asyncio.gather(*tasks)
        assert Counter(answers) == {SESSION_FULL: 98, 204: 2}
        assert kept.bytes["ann"] == 800

    asyncio.run(main())


def closes(client, session):
    with client.websocket_connect("/_stcore/stream") as socket:
        socket.send_text(session)


def test_a_closed_tab_keeps_nothing_and_an_open_one_all():
    kept = Kept()
    with TestClient(served(kept)) as client:
        put(client, "ann", 400)
        put(client, "bob", 400)
        closes(client, "ann")
        assert kept.bytes["ann"] == 400, "its connection may only have broken"
        client.portal.call(asyncio.sleep, 4 * GRACE_S)
        assert dict(kept.bytes) == {"bob": 400}


def test_a_tab_that_comes_back_keeps_its_files():
    kept = Kept()
    with TestClient(served(kept)) as client:
        put(client, "ann", 400)
        closes(client, "ann")
        kept.connected.add("ann")
        client.portal.call(asyncio.sleep, 4 * GRACE_S)
        assert kept.bytes["ann"] == 400


def test_a_file_that_arrives_after_its_tab_is_freed_too():
    kept = Kept()
    with TestClient(served(kept)) as client:
        kept.connected.discard("ann")
        put(client, "ann", 400)
        client.portal.call(asyncio.sleep, 4 * GRACE_S)
        assert "ann" not in kept.bytes
