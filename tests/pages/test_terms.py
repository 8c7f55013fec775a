"""A model with terms on the pages that offer it: asked for, accepted, chosen, without the model."""

import pytest

from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.records.answer import Provenance
from components.records.model import PreparationProgress
from components.records.refusal import Refusal
from components.records.service import Health
from components.records.text_generation import GeneratedSequence, TextGenerationResult
from components.service.engines import Engines
from tests.service_parts import CARDS, Machine, StandIn, engines_in, make_offers

PAGE, GEMMA, SMOL = "text_generation", "gemma-3-270m", "smollm2-135m-instruct"
CHINESE = "从前有座山，山里有座庙，"
CARD = CARDS[GEMMA]


@pytest.fixture
def machine():
    """A machine on which nothing but the bundled models is prepared, and no terms are accepted."""
    return Machine()


@pytest.fixture
def started(monkeypatch, machine):
    """Keep the hub out of reach, and Gemma half way into memory; gives the ids of new engines."""
    ids, whole = [], runtime.engines()
    half = StandIn(Health("starting", progress=PreparationProgress(GEMMA, "fetch", 0.5)))

    def start(model_id):
        ids.append(model_id)
        return half if model_id == GEMMA else whole.engine(model_id)

    engines = Engines(start)
    offers = make_offers(machine, engines=engines)
    monkeypatch.setattr(runtime, "engines", lambda: engines)
    monkeypatch.setattr(runtime, "offers", lambda: offers)
    return ids


@pytest.fixture
def asked(monkeypatch, started):
    """Answer without a model; gives who was asked for what."""
    requests = []

    def ask(model_id, request, watch):
        requests.append((model_id, request))
        return TextGenerationResult(
            (GeneratedSequence(" text", 3, True, -1.0),),
            10.0,
            Provenance(model_id, "cpu", "torch", 0.3, 4, 4),
        )

    monkeypatch.setattr(runtime, "ask", ask)
    return requests


def key(name):
    return f"{PAGE}.{name}"


def keys(app):
    return {button.key for button in app.button}


def write(app, text):
    app.text_area(key=key("text")).set_value(text).run()
    return app.button(key=key("generate")).click().run()


def choose(app, page=PAGE):
    return app.selectbox(key=f"{page}.model").set_value(GEMMA).run()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_listed_and_asks_while_the_model_before_it_answers(
    visit, asked, started, shown_texts, language
):
    app = visit(PAGE, language)
    assert key("accept_terms") not in keys(app)
    choose(app)
    t = Translator(language)
    sentence = t("terms.text", model=CARD.name, licence=CARD.licence, url=CARD.terms)
    assert sentence in shown_texts(app)
    assert "(https://ai.google.dev/gemma/terms)" in sentence
    assert t("terms.until", instead="SmolLM2-135M-Instruct") in shown_texts(app)
    write(app, "Once upon a time")
    assert [model_id for model_id, _ in asked] == [SMOL]
    assert GEMMA not in started
    assert not app.exception


def test_one_click_accepts_it_and_begins_to_prepare_it(visit, asked, started, shown_texts):
    app = choose(visit(PAGE))
    app.button(key=key("accept_terms")).click().run()
    assert started[-1] == GEMMA
    assert key("accept_terms") not in keys(app)
    assert app.selectbox(key=key("model")).value == GEMMA
    assert asked == [], "nobody asked for a text"
    assert Translator("en")("terms.about", licence=CARD.licence, url=CARD.terms) in shown_texts(app)
    write(app, CHINESE)
    assert [model_id for model_id, _ in asked] == [GEMMA]
    assert not app.exception


def test_how_far_it_is_can_be_seen(visit, asked, started):
    app = choose(visit(PAGE))
    app.button(key=key("accept_terms")).click().run()
    (bar,) = app.get("progress")
    assert bar.proto.value == 50
    assert "Gemma 3 270M" in bar.proto.text


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("text", [CHINESE, "Жили-были старик со старухой"])
def test_what_the_bundled_model_cannot_read_is_offered_to_it(
    visit, asked, shown_texts, language, text
):
    app = write(visit(PAGE, language), text)
    assert asked == []
    assert app.info, "the sentence that says why"
    assert Translator(language)(f"{PAGE}.offer_terms", model=CARD.name) in shown_texts(app)
    app.button(key=key("accept_terms")).click().run()
    ((model_id, request),) = asked
    assert model_id == GEMMA
    assert request.messages[-1].content == text
    assert app.selectbox(key=key("model")).value == GEMMA
    assert not app.info
    assert not app.exception


def test_once_accepted_the_offer_is_a_button(visit, asked, machine):
    machine.accepted.add(GEMMA)
    app = write(visit(PAGE), CHINESE)
    assert asked == []
    assert app.button(key=key("offer")).label == "Write with Gemma 3 270M, which reads this"
    app.button(key=key("offer")).click().run()
    assert [model_id for model_id, _ in asked] == [GEMMA]
    assert key("offer") not in keys(app)


def test_the_terms_are_asked_for_in_one_place(visit, asked):
    app = write(choose(visit(PAGE)), CHINESE)
    assert [button.key for button in app.button].count(key("accept_terms")) == 1
    assert app.info
    assert not app.exception


def test_a_message_becomes_the_beginning_of_a_text(visit, asked, machine):
    machine.accepted.add(GEMMA)
    app = visit(PAGE)
    app.segmented_control(key=key("mode")).set_value("chat").run()
    app.chat_input[0].set_value("你好，你是谁？").run()
    app.chat_input[0].set_value("请讲一个故事").run()
    app.button(key=key("offer")).click().run()
    ((model_id, request),) = asked
    assert model_id == GEMMA
    assert not request.is_chat
    assert request.messages[-1].content == "请讲一个故事"
    assert app.text_area(key=key("text")).value == "请讲一个故事"
    assert not app.exception


def test_a_link_that_names_it_asks_for_the_terms(visit, asked, started):
    app = visit("home")
    app.query_params["model"] = GEMMA
    app.switch_page("pages/demos/text_generation.py").run()
    assert key("accept_terms") in keys(app)
    assert GEMMA not in started


def test_what_cannot_be_remembered_is_not_accepted(visit, asked, started, machine, monkeypatch):
    def refuse(card):
        raise Refusal("model_fetch_failed", model=card.name, reason="disk_error")

    monkeypatch.setattr(machine, "accept_terms", refuse)
    app = choose(visit(PAGE))
    app.button(key=key("accept_terms")).click().run()
    assert "the cache folder cannot be written" in app.warning[0].value
    assert key("accept_terms") in keys(app)
    assert GEMMA not in started


def test_the_attention_page_asks_too_and_goes_on_with_the_model_that_reads(visit, started):
    app = visit("attention", "zh")
    app.text_area(key="attention.text").set_value("我爱北京天安门。").run()
    choose(app, "attention")
    assert "attention.accept_terms" in keys(app)
    (model_id, _), _result = app.session_state["attention.answer"]
    assert model_id == "multilingual-e5-small"
    assert GEMMA not in started
    app.selectbox(key="attention.model").set_value(SMOL).run()
    assert "attention.accept_terms" not in keys(app)
    assert not app.exception


def test_memory_that_does_not_suffice_keeps_the_smaller_model(
    visit, asked, machine, shown_texts, monkeypatch
):
    machine.accepted.add(GEMMA)
    machine.free_mb = 600
    offers = make_offers(machine, engines=engines_in(Health("ready"), [SMOL]))
    monkeypatch.setattr(runtime, "offers", lambda: offers)
    app = write(choose(visit(PAGE)), "Once upon a time")
    assert "Gemma 3 270M needs about 2,816 MB of memory and 600 MB are free" in shown_texts(app)
    assert [model_id for model_id, _ in asked] == [SMOL]
