"""Which model reads a text."""

from dataclasses import replace

from components.models.catalog import load_catalog
from components.service.readers import find_reader

ENGLISH = replace(load_catalog()["all-minilm-l6-v2"], languages=("en",))
CHINESE = replace(ENGLISH, id="zh", languages=("zh",))
BOTH = replace(ENGLISH, id="both", languages=("en", "zh"))
CARDS = [ENGLISH, CHINESE, BOTH]


def test_the_wish_stays_where_it_reads_every_sentence():
    assert find_reader(ENGLISH, CARDS, ["It rains."]) is ENGLISH
    assert find_reader(BOTH, CARDS, ["今天下雨。"]) is BOTH
    assert find_reader(ENGLISH, CARDS, []) is ENGLISH
    assert find_reader(ENGLISH, CARDS, ["42!"]) is ENGLISH


def test_the_first_that_reads_every_sentence_takes_its_place():
    assert find_reader(ENGLISH, CARDS, ["今天下雨。"]) is CHINESE
    assert find_reader(ENGLISH, CARDS, ["It rains. 今天下雨。"]) is BOTH
    assert find_reader(ENGLISH, CARDS, ["It rains.", "今天下雨。"]) is BOTH


def test_the_wish_stays_where_nobody_reads_the_text():
    assert find_reader(ENGLISH, CARDS, ["Сегодня идёт дождь."]) is ENGLISH
