"""Every radical of Unicode's table becomes its character, in every place that compares text."""

import unicodedata

import pytest

from components.career.normalising import normalise
from components.retrieval.index import split_terms
from components.text.cleaning import clean_text
from components.text.radicals import unify_radicals

BLOCKS = [*range(0x2E80, 0x2FD6), *range(0x31C0, 0x31E4)]
WITHOUT_CHARACTER = {
    "⺀",
    "㇀",
    "㇁",
    "㇂",
    "㇃",
    "㇄",
    "㇅",
    "㇇",
    "㇈",
    "㇉",
    "㇊",
    "㇋",
    "㇌",
    "㇍",
    "㇎",
    "㇢",
    "㇣",
}


@pytest.mark.parametrize(
    ("copied", "meant"),
    [
        ("⻔⻛⻓⻋⻅⻚⻢⻰⻩⻥⻦⻘⻮⻉", "门风长车见页马龙黄鱼鸟青齿贝"),
        ("⼤学⾥的⽼⼈与⼩⼉", "大学里的老人与小儿"),
        ("㇐二三", "一二三"),
        ("这是⼾口本", "这是户口本"),
        ("這是⼾口名簿", "這是戶口名簿"),
    ],
)
def test_radicals_are_read_as_the_characters_that_are_meant(copied, meant):
    text, count = unify_radicals(copied)
    assert text == meant
    assert count == sum(a != b for a, b in zip(copied, meant, strict=True))


def test_only_radicals_that_look_like_no_character_stay():
    assigned = [chr(code) for code in BLOCKS if unicodedata.name(chr(code), "")]
    stay = {sign for sign in assigned if unify_radicals(sign)[0] == sign}
    assert stay == WITHOUT_CHARACTER


def test_other_text_is_left_alone():
    assert unify_radicals("Ａ ﬁ 门 〇 é") == ("Ａ ﬁ 门 〇 é", 0)


def test_pasted_text_search_and_names_of_skills_know_them():
    clean = clean_text("⻓文本⻚面")
    assert (clean.text, clean.unified_radicals) == ("长文本页面", 2)
    assert split_terms("⻋⻓⻅⻦") == split_terms("车长见鸟")
    assert normalise("⻛控与⻓⽂本") == "风控与长文本"
