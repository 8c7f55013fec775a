import random
from collections import Counter
from pathlib import Path

import pytest

from components.training.sentiment.bilingual_data import (
    UNSEEN_CATEGORIES,
    build_bilingual_split,
    build_chinese_split,
    drop_doubtful,
    is_chinese,
    limit_sources,
)
from components.training.sentiment.chinese_texts import (
    chinese_key,
    read_shop_reviews,
    read_takeaway_reviews,
    split_chinese_sentences,
    to_simplified,
    to_traditional,
    vary_characters,
)
from components.training.sentiment.everyday_sentences import (
    compose_everyday_sentences,
    read_templates,
    select_templates,
)
from components.training.sentiment.sentiment_sources import Example


def test_split_chinese_sentences_keeps_closing_quotes_with_their_sentence() -> None:
    passage = "他说：「今天天气真的很好。」大家都点头同意了。短。这是第三个完整的句子吗？是。"

    assert split_chinese_sentences(passage) == [
        "他说：「今天天气真的很好。」大家都点头同意了。",
        "这是第三个完整的句子吗？",
    ]


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [("这家餐厅的面条很好吃", "這家餐廳的麵條很好吃"), ("头发里面", "頭髮裡面")],
)
def test_characters_change_both_ways(simplified: str, traditional: str) -> None:
    assert to_traditional(simplified) == traditional
    assert to_simplified(traditional) == simplified
    assert chinese_key(traditional + "！") == chinese_key(f" {simplified}。")


def test_vary_characters_changes_about_the_share() -> None:
    examples = [Example("头发", 2, "zh_书籍")] * 1000

    varied = vary_characters(examples, 0.25, True, random.Random(1))

    counts = Counter(example.text for example in varied)
    assert counts.keys() == {"头发", "頭髮"}
    assert 200 < counts["頭髮"] < 300
    assert {(example.label, example.source) for example in varied} == {(2, "zh_书籍")}


def test_readers_map_labels(tiny_chinese_data: Path) -> None:
    folder = tiny_chinese_data / "sentiment_zh"
    takeaway = read_takeaway_reviews(folder / "waimai.csv")
    shop = read_shop_reviews(folder / "online_shopping_7_categories.csv")

    assert takeaway[:2] == [
        Example("第0次点餐，很差吃", 0, "zh_takeaway"),
        Example("第1次点餐，很好吃", 2, "zh_takeaway"),
    ]
    assert shop["水果"][0] == Example("第0件水果很差", 0, "zh_水果")
    assert [len(reviews) for reviews in shop.values()] == [16, 17, 17, 16]


def test_doubtful_texts_are_dropped() -> None:
    kept = Example("很好吃", 2, "zh_takeaway")
    doubtful = [Example("一般。", 0, "zh_水果"), Example("一般", 2, "zh_水果")]

    assert drop_doubtful([kept, *doubtful, Example("！！！", 0, "zh_水果"), kept]) == [kept]


def test_limits_hold_by_source() -> None:
    examples = [Example(f"{i}", 1, source) for source in ("a", "b") for i in range(50)]

    drawn = limit_sources(examples, {"a": 10}, random.Random(1))

    assert Counter(example.source for example in drawn) == {"a": 10, "b": 50}
    assert set(drawn) <= set(examples)


def test_unseen_categories_and_held_out_texts_are_not_trained_on(tiny_chinese_data: Path) -> None:
    split = build_chinese_split(tiny_chinese_data, seed=4)
    trained = {chinese_key(example.text) for example in split.training}

    sources = {example.source for example in split.training}
    assert sources == {
        "zh_takeaway",
        "zh_水果",
        "zh_书籍",
        "zh_everyday",
        "zh_sentences",
        "zh_questions",
    }
    assert {f"zh_{category}" for category in UNSEEN_CATEGORIES} <= {
        example.source for example in split.validation
    }
    assert not trained & {chinese_key(example.text) for example in split.validation}
    # The equal praise was labelled alike in both places, so only the held-out one is left.
    assert chinese_key("这件东西真的很实惠") not in trained
    assert len({example.source for example in split.validation}) == 5
    assert any(to_simplified(example.text) != example.text for example in split.training)


def test_the_three_sets_of_both_languages_have_no_common_text(tiny_chinese_data: Path) -> None:
    split = build_bilingual_split(tiny_chinese_data, tiny_chinese_data / "neutral.csv", seed=4)

    assert split == build_bilingual_split(
        tiny_chinese_data, tiny_chinese_data / "neutral.csv", seed=4
    )
    texts = [{example.text for example in part} for part in split]
    assert not (texts[0] & texts[1])
    assert not (texts[0] & texts[2])
    assert not (texts[1] & texts[2])
    assert abs(len(split.validation) - len(split.measuring)) <= 1
    for part in split:
        assert {is_chinese(example) for example in part} == {True, False}


@pytest.mark.parametrize("label", [0, 1, 2])
def test_everyday_chinese_fills_every_slot(label: int) -> None:
    template_set = read_templates(label, "zh")
    used = {
        slot
        for template in template_set.templates
        for slot in template_set.slots
        if f"{{{slot}}}" in template
    }
    assert used == set(template_set.slots) - ({"intensifier"} if label == 1 else set())
    assert not set(select_templates(label, True, "zh")) & set(select_templates(label, False, "zh"))
    sentences = compose_everyday_sentences(label, 300, seed=5, language="zh")
    assert len(set(sentences)) == 300
    assert not any("{" in sentence for sentence in sentences)
    assert sum(sentence.endswith("。") for sentence in sentences) > 200
