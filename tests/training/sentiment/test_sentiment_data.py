import random
from pathlib import Path

import pytest

from components.training.sentiment.everyday_sentences import (
    HELD_OUT_EVERY,
    compose_everyday_sentences,
    fill_template,
    read_templates,
    select_templates,
)
from components.training.sentiment.sentiment_data import (
    build_split,
    collect_leaking_keys,
    select_phrases,
    vary_forms,
)
from components.training.sentiment.sentiment_sources import (
    Example,
    read_customer_reviews,
    read_sst2_train,
    read_tweets,
    split_sentences,
)
from components.training.sentiment.sst_trees import Phrase, parse_tree, to_three_classes
from components.training.text_keys import clean_tweet, detokenise, text_key

TREE = "(3 (2 A) (4 (4 great) (2 film)))"


def test_parse_tree_lists_the_sentence_first_and_then_its_phrases() -> None:
    assert parse_tree(TREE) == [
        Phrase("A great film", 3),
        Phrase("A", 2),
        Phrase("great film", 4),
        Phrase("great", 4),
        Phrase("film", 2),
    ]


@pytest.mark.parametrize("line", ["", "(2 word", "(2 word))", "word", "(7 word)", "(2 a) b"])
def test_parse_tree_refuses_what_is_no_tree(line: str) -> None:
    with pytest.raises(ValueError, match=r"tree|label"):
        parse_tree(line)


def test_fine_labels_become_three_classes() -> None:
    assert [to_three_classes(label) for label in range(5)] == [0, 0, 1, 2, 2]
    with pytest.raises(ValueError, match="0 to 4"):
        to_three_classes(5)


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("it does n't work , sadly .", "it doesn't work, sadly."),
        ("I 've seen -LRB- and heard -RRB- it", "I've seen (and heard) it"),
        ("`` The Rock '' is a hit !", '"The Rock" is a hit!'),
        ("and\\/or the film 's end", "and/or the film's end"),
        ("wait ... what ?", "wait... what?"),
    ],
)
def test_detokenise_writes_as_people_type(tokens: str, text: str) -> None:
    assert detokenise(tokens) == text
    assert text_key(detokenise(tokens)) == text_key(tokens)


def test_the_copies_of_a_sentence_share_a_key() -> None:
    assert text_key("A re-imagining -LRB- of sorts -RRB- .") == text_key(
        "a re imagining lrb of sorts rrb"
    )


def test_clean_tweet_undoes_escapes() -> None:
    raw = 'It\\u2019s  \\""fine\\"" &amp; dry\\u002c no?'

    assert clean_tweet(raw) == 'It’s "fine" & dry, no?'


def test_split_sentences_keeps_whole_ones_of_four_words_or_more() -> None:
    passage = "The bridge was built in 1932. It is long. Trains cross it every day! (A few stop.)"

    assert split_sentences(passage) == [
        "The bridge was built in 1932.",
        "Trains cross it every day!",
    ]


def test_readers_map_labels(tmp_path: Path) -> None:
    (tmp_path / "sst2").write_text("a fine film\t1\nbad\t0\n", encoding="utf-8")
    (tmp_path / "custrev").write_text("1 great phone .\n0 it broke .\n", encoding="utf-8")
    (tmp_path / "texts").write_text("one\ntwo\n", encoding="utf-8")
    (tmp_path / "labels").write_text("2\n1\n", encoding="utf-8")

    assert [example.label for example in read_sst2_train(tmp_path / "sst2")] == [2, 0]
    assert [example.label for example in read_customer_reviews(tmp_path / "custrev")] == [2, 0]
    assert [example.label for example in read_tweets(tmp_path / "texts", tmp_path / "labels")] == [
        2,
        1,
    ]
    (tmp_path / "labels").write_text("2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="2 lines"):
        read_tweets(tmp_path / "texts", tmp_path / "labels")


def test_select_phrases_takes_sentences_and_drops_contradictions() -> None:
    trees = [parse_tree(TREE), parse_tree("(0 (2 A) (1 (0 great) (2 bore)))")]

    examples = select_phrases(trees, neutral_limit=1, rng=random.Random(0))

    texts = {example.text: example.label for example in examples}
    assert texts["A great film"] == 2
    assert texts["A great bore"] == 0
    assert texts["great film"] == 2
    assert "great" not in texts, "labelled both positive and negative"
    assert sum(example.label == 1 for example in examples) == 1


def test_leaking_keys_are_those_of_long_phrases() -> None:
    tree = parse_tree("(3 (2 (2 the) (2 film)) (3 (2 is) (3 (2 quite) (3 (3 very) (4 good)))))")

    keys = collect_leaking_keys([tree], [Example("An e-mail.", 1, "wiki")])

    assert keys == {"thefilmisquiteverygood", "isquiteverygood", "anemail"}


def test_vary_forms_writes_about_half_anew() -> None:
    examples = [Example("it does n't work .", 0, "sst")] * 400

    varied = [example.text for example in vary_forms(examples, random.Random(3))]

    assert set(varied) == {"it does n't work .", "it doesn't work."}
    assert 150 < varied.count("it doesn't work.") < 250


def test_everyday_templates_fill_and_held_out_ones_differ() -> None:
    for label in (0, 1, 2):
        everything = read_templates(label)
        for template in everything.templates:
            assert "{" not in fill_template(template, everything.slots, random.Random(0))
        held_out = select_templates(label, held_out=True)
        assert len(held_out) == len(everything.templates) // HELD_OUT_EVERY
        assert not set(held_out) & set(select_templates(label, held_out=False))
    sentences = compose_everyday_sentences(1, 200, seed=5)
    assert len(set(sentences)) == 200
    assert sentences == compose_everyday_sentences(1, 200, seed=5)


def test_split_has_no_leakage(tiny_data: Path) -> None:
    split = build_split(tiny_data, tiny_data / "neutral.csv", seed=1)

    training = {text_key(example.text) for example in split.training}
    validation = {text_key(example.text) for example in split.validation}
    assert not training & validation
    assert {"sentence7isadevsentence", "ileftat7"}.isdisjoint(training | validation)
    sst = [example for example in split.validation if example.source == "sst"]
    assert len(sst) == 10
    for example in sst:
        # "film number N is very good" holds the phrase "number N is very good" (five words).
        assert text_key(example.text).removeprefix("film") not in training
    assert sum(example.source == "sst2_train" for example in split.training) == 30
    assert split == build_split(tiny_data, tiny_data / "neutral.csv", seed=1)
