"""Tiny sources: hand-built wheels, a model hub on this machine, cards that name them."""

import hashlib
import threading
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from components.records.model import Architecture, HubSource, ModelCard, Source, WheelSource

FILES = {
    "config.json": b'{"model_type": "bert"}',
    "model.safetensors": b"not really weights, but nobody loads them",
    "1_Pooling/config.json": b"{}",
}
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def sums(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def wheel_source(
    files: Mapping[str, bytes] = FILES, package: str = "tiny-model", version: str = "1.0"
) -> WheelSource:
    return WheelSource(package, version, "tiny_model/model", sums(files))


def hub_source(
    files: Mapping[str, bytes] = FILES, repository: str = "some-one/tiny", revision: str = COMMIT
) -> HubSource:
    return HubSource(repository, revision, sums(files))


def make_card(
    *sources: Source, model_id: str = "tiny", architecture: Architecture = "decoder"
) -> ModelCard:
    return ModelCard(
        id=model_id,
        name="Tiny",
        architecture=architecture,
        tasks=("attention",),
        sources=sources,
        licence="Apache-2.0",
        languages=("en",),
        parameters=1,
        size_mb=1,
        max_tokens=16,
        is_bundled=True,
        is_chat=False,
        card={"en": "Tiny."},
        homepage="https://example.org",
    )


def make_wheel(
    folder: Path,
    files: Mapping[str, bytes] = FILES,
    package: str = "tiny_model",
    version: str = "1.0",
) -> Path:
    """Write a wheel whose code would fail if anyone ran it."""
    info = f"{package}-{version}.dist-info"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{package}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tiny_model/__init__.py", "raise SystemExit('imported')")
        for name, content in files.items():
            archive.writestr(f"tiny_model/model/{name}", content)
        archive.writestr(
            f"{info}/METADATA",
            f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n"
            "Requires-Dist: there-is-no-such-dependency\n",
        )
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return path


@dataclass
class FakeHub:
    """What the fake hub serves, and what it was asked."""

    repositories: dict[str, dict[str, bytes]] = field(default_factory=dict)
    commit: str | None = COMMIT
    delay_s: float = 0.0
    asked: list[tuple[str, str]] = field(default_factory=list)
    url: str = ""


def make_handler(hub: FakeHub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> bytes:
            hub.asked.append((self.command, self.path))
            threading.Event().wait(hub.delay_s)
            # /<owner>/<name>/resolve/<revision>/<file>
            owner, name, _, revision, file = self.path[1:].split("?")[0].split("/", 4)
            files = hub.repositories.get(f"{owner}/{name}", {})
            content = files.get(file) if revision in (COMMIT, "main") else None
            self.send_response(200 if content is not None else 404)
            if content is None:
                code = "EntryNotFound" if files else "RepoNotFound"
                self.send_header("X-Error-Code", code)
                content = b""
            if hub.commit:
                self.send_header("X-Repo-Commit", hub.commit)
            self.send_header("ETag", f'"{hashlib.sha1(content).hexdigest()}"')
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            return content

        def do_HEAD(self) -> None:
            self._answer()

        def do_GET(self) -> None:
            content = self._answer()
            self.wfile.write(content)

        def log_message(self, *arguments: object) -> None:
            pass

    return Handler
