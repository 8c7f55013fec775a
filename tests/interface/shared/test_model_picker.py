"""A model that does not fit into the memory: another one answers, and the page says so."""

import pytest

from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.models import memory
from components.records.refusal import Refusal
from components.records.service import Health
from tests.service_parts import CARDS, Machine, engines_in, make_offers

WISH, INSTEAD = "distilbert-sst2", "sentiment-en"
GEMMA = "gemma-3-270m"


@pytest.fixture
def free(monkeypatch):
    """Set how many megabytes are free, with nothing loaded yet and every model in reach."""

    def set_(megabytes, held=()):
        engines = engines_in(Health("ready"), held)
        machine = Machine(set(CARDS), {GEMMA}, free_mb=megabytes)
        offers = make_offers(machine, engines=engines)
        monkeypatch.setattr(runtime, "offers", lambda: offers)
        return offers

    return set_


def sentence(language, free_mb):
    return Translator(language)(
        "note.smaller_model",
        wish=CARDS[WISH].name,
        needed=f"{memory.needed_bytes(CARDS[WISH]) / 1e6:,.0f}",
        free=f"{free_mb:,.0f}",
        model=CARDS[INSTEAD].name,
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_smaller_model_answers_and_one_sentence_says_so(
    visit, ask_page, free, shown_texts, language
):
    app = ask_page(visit("sentiment", language), "sentiment", "I love this!")
    free(600, held=[INSTEAD])
    app.run()
    app.selectbox(key="sentiment.model").set_value(WISH).run()
    assert not app.exception
    assert sentence(language, 600) in shown_texts(app)
    (model_id, _), result = app.session_state["sentiment.answer"]
    assert model_id == result.provenance.model_id == INSTEAD
    assert app.selectbox(key="sentiment.model").value == WISH, "the choice stays the visitor's"


def test_the_table_s_page_has_the_same_way_out(table_page, free, shown_texts):
    free(600, held=[INSTEAD])
    app = table_page()
    app.button(key="sentiment_table.sample").click().run()
    app.selectbox(key="sentiment_table.model").set_value(WISH).run()
    app.button(key="sentiment_table.start").click().run()
    assert not app.exception
    assert sentence("en", 600) in shown_texts(app)
    assert [part.model_id for part in app.session_state["sentiment_table.run"].parts] == [INSTEAD]


def test_where_nothing_fits_the_wish_is_asked_and_refused_in_words(
    visit, ask_page, free, shown_texts, monkeypatch
):
    free(100)

    def refuse(model_id, request, watch):
        raise Refusal("memory_short", model="M", needed_mb=1_450, free_mb=100)

    monkeypatch.setattr(runtime, "ask", refuse)
    app = ask_page(visit("sentiment"), "sentiment", "I love this!")
    assert "M needs about 1,450 MB of memory, and only 100 MB are free here" in shown_texts(app)
    assert "sentiment.again" in {button.key for button in app.button}
    assert app.text_area(key="sentiment.text").value == "I love this!"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_job_that_ran_out_of_memory_says_what_to_do(
    visit, ask_page, shown_texts, monkeypatch, language
):
    def refuse(model_id, request, watch):
        raise Refusal("out_of_memory")

    monkeypatch.setattr(runtime, "ask", refuse)
    app = ask_page(visit("sentiment", language), "sentiment", "I love this!")
    assert Translator(language)("refusal.out_of_memory") in shown_texts(app)
    assert app.text_area(key="sentiment.text").value == "I love this!"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_model_that_left_the_gpu_says_so(visit, monkeypatch, shown_texts, language):
    health = Health("ready", device="cpu", fallback="out_of_gpu_memory")
    default = runtime.offers().default("sentiment")
    monkeypatch.setattr(runtime, "engines", lambda: engines_in(health, [default.id]))
    app = visit("sentiment", language)
    note = Translator(language)("note.out_of_gpu_memory", model=default.name)
    assert note in shown_texts(app)
