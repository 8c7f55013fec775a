"""The page of tables in a session of its own, with uploads and a model that answers by words."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.interface.frame import runtime
from components.records.answer import Provenance
from components.records.scored_rows import ScoredRow, ScoredRows
from components.records.sentiment_table import SentimentTableRequest, SentimentTableResult
from components.records.service import Health
from components.service.asking import Watcher
from tests.page_fixtures import Visit

PAGE = "sentiment_table"
SCRIPT = "pages/demos/sentiment_table.py"
LABELS = {
    "sentiment-en": ("negative", "neutral", "positive"),
    "distilbert-sst2": ("negative", "positive"),
}


@pytest.fixture
def table_page(visit: Visit) -> Callable[..., AppTest]:
    def open_(language: str = "en") -> AppTest:
        app = visit("home", language)
        return app.switch_page(SCRIPT).run()

    return open_


@pytest.fixture
def upload(table_page: Callable[..., AppTest]) -> Callable[..., AppTest]:
    def upload_(data: bytes, name: str = "table.csv", language: str = "en") -> AppTest:
        app = table_page(language)
        app.file_uploader(key=f"{PAGE}.file").set_value((name, data, "text/csv")).run()
        assert not app.exception
        return app

    return upload_


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Answer by the text's first word: good is positive, bad negative; the second model differs."""
    asked: list[tuple[str, int]] = []

    def score(model_id: str, text: str) -> ScoredRow:
        labels = LABELS[model_id]
        if not text.strip():
            return ScoredRow(unread="blank")
        is_good = text.startswith("good") or (model_id != "sentiment-en" and "odd" in text)
        rest = [0.1 / (len(labels) - 1)] * (len(labels) - 1)
        return ScoredRow((*rest, 0.9) if is_good else (0.9, *rest))

    def ask(model_id: str, request: SentimentTableRequest, watch: Watcher) -> SentimentTableResult:
        asked.append((model_id, len(request.texts)))
        rows = tuple(score(model_id, text) for text in request.texts)
        indices = tuple(range(len(rows)))
        watch(ScoredRows(LABELS[model_id], indices, rows), Health("ready"))
        here = Provenance(model_id, "cpu", "torch", 0.1, 9, 9)
        return SentimentTableResult(LABELS[model_id], rows, here)

    monkeypatch.setattr(runtime, "ask", ask)
    return asked


def start(app: AppTest) -> AppTest:
    app.button(key=f"{PAGE}.start").click().run()
    assert not app.exception
    return app


def keys(app: AppTest) -> set[str | None]:
    return {button.key for button in app.button}


def figures(app: AppTest) -> list[Any]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def frames(app: AppTest) -> list[Any]:
    return [element.value for element in app.dataframe]
