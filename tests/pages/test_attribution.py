"""The section "Why this verdict?" of the sentiment page, on the bundled model."""

import json

import numpy as np
import pytest

from components.engine.inference import attribution_methods
from components.interface.demos.sentiment.attribution_words import describe_tints, write_checks
from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.records.answer import Provenance
from components.records.attribution import Attribution, AttributionRequest, AttributionResult
from components.records.refusal import Refusal
from components.records.token import Token

PAGE, SECTION = "sentiment", "attribution.section"
TEXT = "The movie was not good, but the unforgettable soundtrack is."
LANGUAGES = ["en", "zh"]


@pytest.fixture
def open_section(visit, ask_page):
    """Type a text and open the section."""

    def open_section_(text=TEXT, language="en"):
        app = ask_page(visit(PAGE, language), PAGE, text)
        app.session_state[SECTION] = True
        app.run()
        assert not app.exception
        return app

    return open_section_


@pytest.fixture
def asked(monkeypatch):
    """Every attribution request that reaches a model."""
    requests, real = [], runtime.ask

    def ask(model_id, request, watch):
        if isinstance(request, AttributionRequest):
            requests.append(request)
        return real(model_id, request, watch)

    monkeypatch.setattr(runtime, "ask", ask)
    return requests


def bars(app):
    """Column → values in their rows, of the section's chart; None where there is no chart."""
    charts = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]
    titled = [c for c in charts if c["layout"].get("barmode") == "overlay"]
    if not titled:
        return None
    columns = {}
    for trace in titled[0]["data"]:
        values = columns.setdefault(trace["xaxis"], {})
        rows = zip(trace["y"], trace["x"], strict=True)
        values.update({row: value for row, value in rows if value is not None})
    return {axis: [values[row] for row in sorted(values)] for axis, values in columns.items()}


def test_nothing_is_computed_before_it_is_asked_for(visit, ask_page, asked):
    app = ask_page(visit(PAGE), PAGE, TEXT)
    assert not app.exception
    assert asked == []
    assert bars(app) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_methods_and_the_checks_are_shown(open_section, shown_texts, asked, language):
    app = open_section(language=language)
    t = Translator(language)
    columns = bars(app)
    assert [len(values) for values in columns.values()] == [15, 15]
    result = runtime.ask("sentiment-en", asked[0], lambda event, health: None)
    np.testing.assert_allclose(columns["x"], 100 * result.by_token.integrated_gradients, atol=1e-3)
    np.testing.assert_allclose(columns["x2"], 100 * result.by_token.occlusion, atol=1e-3)
    shown = shown_texts(app)
    for line in write_checks(t, result, result.by_token)[1:]:
        assert line in shown
    assert t("attribution.limits") in shown
    assert len(app.get("bidi_component")) == 3
    assert "LayerIntegratedGradients" in "".join(code.value for code in app.code)
    assert all(paragraph in shown for paragraph in t.items("attribution.how"))


def test_label_method_baseline_and_words_can_be_chosen(open_section, asked):
    app = open_section()
    app.button_group(key="attribution.target").set_value("negative").run()
    assert asked[-1].target == "negative"
    app.button_group(key="attribution.baseline").set_value("pad").run()
    assert asked[-1] == AttributionRequest(TEXT, "negative", "pad")
    count = len(asked)
    app.button_group(key="attribution.view").set_value("occlusion").run()
    assert list(bars(app)) == ["x"]
    app.toggle(key="attribution.merge_words").set_value(True).run()
    assert not app.exception
    assert len(bars(app)["x"]) == 12
    assert "feature_mask" in "".join(code.value for code in app.code)
    assert len(asked) == count, "these two are views of what is there"


def test_a_language_switch_keeps_choices_and_numbers(open_section, asked):
    app = open_section()
    app.button_group(key="attribution.target").set_value("neutral").run()
    app.button_group(key="attribution.view").set_value("integrated_gradients").run()
    before, count = bars(app), len(asked)
    app.button_group(key="frame.language").set_value("zh").run()
    assert not app.exception
    assert app.button_group(key="attribution.target").value == "neutral"
    assert app.button_group(key="attribution.view").value == "integrated_gradients"
    assert bars(app) == before
    assert len(asked) == count


def test_a_new_text_is_explained_by_its_own_verdict(open_section, ask_page, asked):
    app = open_section()
    app.button_group(key="attribution.target").set_value("neutral").run()
    ask_page(app, PAGE, "I hate it, what a waste of money.")
    assert app.button_group(key="attribution.target").value == "negative"
    assert asked[-1].target == "negative"


def test_a_long_text_says_what_is_explained(open_section, shown_texts, monkeypatch):
    monkeypatch.setattr(attribution_methods, "STEPS", (2,))
    app = open_section("I love this. " * 60)
    t = Translator("en")
    assert t("note.truncated", used="128", total="242") in shown_texts(app)
    assert t("attribution.truncated", limit=128) in shown_texts(app)
    assert t("attribution.chart_limit", limit=24, count=126) in shown_texts(app)


def test_a_stop_can_be_taken_back_and_a_refusal_keeps_the_page(
    open_section, monkeypatch, shown_texts
):
    real, refusal = runtime.ask, Refusal("no_attribution", model="M")

    def refuse(model_id, request, watch):
        if isinstance(request, AttributionRequest):
            raise refusal
        return real(model_id, request, watch)

    monkeypatch.setattr(runtime, "ask", refuse)
    app = open_section()
    t = Translator("en")
    assert t("refusal.no_attribution", model="M") in shown_texts(app)
    assert bars(app) is None
    request = AttributionRequest(TEXT, "positive")
    app.session_state["attribution.stopped"] = ("sentiment-en", request)
    monkeypatch.setattr(runtime, "ask", real)
    app.run()
    assert t("refusal.cancelled") in shown_texts(app)
    app.button(key="attribution.again").click().run()
    assert bars(app)


def made_up(parts, drops, gap=0.0, correlation=0.5):
    tokens = tuple(Token(i, f"t{i}", i, i + 1) for i in range(len(parts)))
    shown = Attribution(
        tokens, (0, *range(1, len(parts) + 1), 0), np.array(parts), np.array(drops), correlation
    )
    labels = ("negative", "neutral", "positive")
    here = Provenance("sentiment-en", "cpu", "torch", 0.1, len(parts) + 2, len(parts) + 2)
    whole = sum(parts) - gap
    return AttributionResult(
        labels, 2, 2, "[MASK]", shown, shown, 0.2 + whole, 0.2, 256, 0.01, here
    )


def test_a_gap_that_stays_is_called_one():
    t = Translator("en")
    result = made_up([0.3, 0.2], [0.1, 0.1], gap=0.02)
    assert not result.is_complete
    line = write_checks(t, result, result.by_token)[1]
    assert "miss the whole by 2.0" in line
    assert "do not trust" in line
    exact = made_up([0.3, 0.2], [0.1, 0.1])
    assert "within 0.001 percentage points" in write_checks(t, exact, exact.by_token)[1]


@pytest.mark.parametrize(
    ("correlation", "words"),
    [(0.9, "largely agree"), (0.5, "agree in part"), (-0.2, "hardly agree"), (None, "none to")],
)
def test_agreement_is_said_in_words(correlation, words):
    result = made_up([0.3, 0.2], [0.1, 0.1], correlation=correlation)
    assert words in write_checks(Translator("en"), result, result.by_token)[3]


def test_tints_follow_sign_and_size_and_never_overlap():
    sides = ("#111111", "#222222")
    result = made_up([0.4, -0.2, 0.0], [0.0, 0.0, 0.0])
    one, two, three = describe_tints(
        Translator("en"), result.by_token, "integrated_gradients", 40.0, sides
    )
    assert (one.color, two.color) == sides
    assert one.strength == 2 * two.strength > three.strength == 0
    assert two.note == "t1: −20.0 percentage points"
    tokens = (Token(0, "a", 0, 2), Token(1, "b", 1, 2), Token(2, "c", 1, 4))
    overlapping = Attribution(tokens, (0, 1, 2, 3, 0), np.ones(3), np.ones(3), None)
    spans = describe_tints(Translator("en"), overlapping, "occlusion", 0.0, sides)
    assert [(span.start, span.end) for span in spans] == [(0, 2), (2, 4)]
