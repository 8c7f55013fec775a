from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks import quality
from benchmarks.quality import (
    LabelledText,
    ask,
    measure_sentiment,
    read_labelled,
    run_sentiment,
    select_pair,
)
from components.engine.worker import Engine
from components.records.answer import Emit, Provenance
from components.records.refusal import Refusal
from components.records.sentiment import SentimentRequest, SentimentResult, SentimentScore

LABELS = ("negative", "neutral", "positive")


def _make_result(
    probabilities: tuple[float, ...], labels: tuple[str, ...] = LABELS
) -> SentimentResult:
    score = SentimentScore("text", 0, 4, probabilities)
    return SentimentResult(
        labels=labels,
        whole=score,
        sentences=(score,),
        text_read="text",
        provenance=Provenance("fake", "cpu", "torch", 0.0, 3, 3),
    )


def _answer(_loaded: Any, request: SentimentRequest, _emit: Emit) -> SentimentResult:
    if "好" in request.text:
        raise Refusal("han_unread", model="fake")
    if "broken" in request.text:
        raise ValueError("a bug")
    positive = 0.6 if "good" in request.text else 0.1
    return _make_result((0.7 - positive, 0.3, positive))


@pytest.fixture
def engine() -> Any:
    loaded = SimpleNamespace(device="cpu", backend="torch", fallback=None)
    engine = Engine(load=lambda _report: loaded, run=_answer, name="fake")
    yield engine
    engine.close()


def test_pair_is_found_by_name_and_renormalised() -> None:
    assert select_pair(_make_result((0.1, 0.6, 0.3))) == pytest.approx((0.25, 0.75))
    two = _make_result((0.8, 0.2), ("positive", "negative"))
    assert select_pair(two) == pytest.approx((0.2, 0.8))


def test_unread_texts_count_as_wrong_and_have_no_confidence() -> None:
    items = [LabelledText("a", 1), LabelledText("b", 0), LabelledText("c", 1)]
    results = [_make_result((0.1, 0.6, 0.3)), _make_result((0.45, 0.5, 0.05)), None]

    measures = measure_sentiment(items, results)

    assert measures["accuracy"] == pytest.approx(2 / 3)
    assert measures["macro_f1"] == pytest.approx((1 + 2 / 3) / 2)
    assert measures["ece"] == pytest.approx(((1 - 0.75) + (1 - 0.9)) / 2)
    assert measures["unread"] == 1
    assert measures["items"] == 3


def test_ask_goes_through_the_engine_and_returns_nothing_for_unread_text(engine: Engine) -> None:
    answer = ask(engine, "good\x00 film")

    assert answer is not None
    assert answer.labels[answer.whole.label_index] == "positive"
    assert ask(engine, "很好") is None
    assert ask(engine, "  ") is None
    with pytest.raises(Refusal, match="job_failed"):
        ask(engine, "broken")


def test_run_takes_the_model_that_reads_each_text_unless_one_is_named(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file.csv"
    path.write_text('text,label\ngood,1\n"bad, really",0\n很好,1\n', encoding="utf-8")
    started: list[str] = []
    monkeypatch.setattr(quality, "start_engine", lambda name: started.append(name) or engine)

    measures = run_sentiment(path, None)

    assert started == ["sentiment-en", "sentiment-multi"]
    assert measures["model"] == "sentiment-en+sentiment-multi"
    assert measures["accuracy"] == pytest.approx(2 / 3)
    assert measures["unread"] == 1


@pytest.mark.parametrize("content", ["text\na\n", "text,label\n", "text,label\na,2\n"])
def test_a_file_of_another_layout_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "file.csv"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(ValueError, match="needs"):
        read_labelled(path)
