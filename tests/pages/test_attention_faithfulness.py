"""The page of faithfulness with the bundled classifiers."""

import json

import pytest

from components.engine.inference import attribution_methods
from components.interface.frame.i18n import Translator
from components.interface.lab.attention_faithfulness.faithfulness_words import (
    write_agreement,
    write_test,
)

PAGE = "attention_faithfulness"
TEXT = "The movie was not good, but the soundtrack is."


@pytest.fixture(autouse=True)
def few_steps(monkeypatch):
    """Few points of the path are enough here."""
    monkeypatch.setattr(attribution_methods, "STEPS", (8,))


def charts(at):
    return [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_methods_agreement_and_test_are_shown(open_page, shown_texts, language):
    at = open_page(language=language)
    t = Translator(language)
    rows, correlations, needed, missing, curves = charts(at)
    assert len(rows["data"][0]["y"]) == len(correlations["data"][0]["y"]) == 8
    assert len(curves["data"]) == 5
    result = at.session_state[f"{PAGE}.answer"][1]
    shown = shown_texts(at)
    assert write_agreement(t, result) in shown
    assert write_test(t, result) in shown
    titles = [chart["layout"]["title"]["text"] for chart in (needed, missing)]
    assert titles == [t(f"{PAGE}.{m}_title") for m in ("comprehensiveness", "sufficiency")]
    assert "multi_dot" in at.code[-1].value
    assert at.get("download_button")[0].proto.label == t(f"{PAGE}.download")


def test_another_label_asks_again_and_the_verdict_does_not(open_page):
    at = open_page()
    first = at.session_state[f"{PAGE}.answer"]
    verdict = at.button_group(key=f"{PAGE}.target").value
    other = "negative" if verdict != "negative" else "positive"
    at.button_group(key=f"{PAGE}.target").set_value(other).run()
    assert not at.exception
    explained = at.session_state[f"{PAGE}.answer"][1].attribution
    assert explained.labels[explained.target] == other
    at.text_area(key=f"{PAGE}.text").set_value("I love this film a lot.").run()
    assert at.button_group(key=f"{PAGE}.target").value == "positive"
    assert at.session_state[f"{PAGE}.answer"][0] != first[0]


def test_views_can_be_changed_without_asking_again(open_page):
    at = open_page()
    before = at.session_state[f"{PAGE}.answer"]
    signed = at.toggle(key=f"{PAGE}.signed")
    sizes = charts(at)[1]["data"][0]["z"]
    signed.set_value(True).run()
    assert charts(at)[1]["data"][0]["z"] != sizes
    at.button_group(key=f"{PAGE}.kind").set_value("insertion").run()
    at.button_group(key=f"{PAGE}.shown").set_value(["flow"]).run()
    assert not at.exception
    assert len(charts(at)[-1]["data"]) == 1
    at.button_group(key="frame.language").set_value("zh").run()
    assert at.button_group(key=f"{PAGE}.kind").value == "insertion"
    assert at.session_state[f"{PAGE}.answer"] is before


@pytest.mark.parametrize(("text", "key"), [("", "text_empty"), ("Hello", "few_tokens")])
def test_what_cannot_be_compared_is_refused_in_words(open_page, shown_texts, text, key):
    at = open_page(text)
    assert Translator("en")(f"refusal.{key}", count=3) in shown_texts(at)
    assert not charts(at)


def test_markup_is_literal(open_page):
    at = open_page("I like <script>alert(1)</script> and ![x](http://pixel.invalid/a.png).")
    for kind in ("markdown", "caption", "html", "subheader"):
        values = [str(getattr(e, "value", "")) for e in at.get(kind)]
        assert not [v for v in values if "pixel.invalid" in v or "<script" in v]
