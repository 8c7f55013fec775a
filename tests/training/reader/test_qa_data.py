import json
import random

import pytest

from components.training.reader.qa_data import (
    Answer,
    QaExample,
    change_characters,
    choose_answer,
    locate,
    read_squad,
    split_by_article,
)
from components.training.reader.qa_unanswerable import (
    change_question,
    make_unanswerable,
    move_elsewhere,
    remove_answer,
)

PASSAGE = (
    "Ada Lovelace was born in London in 1815. She wrote the first program in 1843. "
    "Later she corresponded with many scientists of her time about their work."
)
EXAMPLE = QaExample(
    "When did Ada Lovelace write the first program?",
    PASSAGE,
    (Answer("1843", 73),),
    "wiki",
    "wiki Ada",
)


def write(path, *paragraphs, title="Ada"):
    path.write_text(json.dumps({"data": [{"title": title, "paragraphs": list(paragraphs)}]}))
    return path


def asked(question, *answers, **fields):
    marked = [{"text": text, "answer_start": start} for text, start in answers]
    return {"question": question, "answers": marked} | fields


def test_misplaced_answers_are_found_and_lost_ones_left_out(tmp_path):
    paragraph = {
        "context": "one two one two",
        "qas": [
            asked("right?", ("two", 4)),
            asked("misplaced?", ("one", 9)),
            asked("lost?", ("three", 0)),
            asked("partly lost?", ("three", 0), ("two", 12)),
            asked("impossible?", is_impossible=True),
        ],
    }
    examples = read_squad(write(tmp_path / "a.json", paragraph), "wiki")
    assert {e.question: e.answers for e in examples} == {
        "right?": (("two", 4),),
        "misplaced?": (("one", 8),),
        "partly lost?": (("two", 12),),
        "impossible?": (),
    }
    assert all(e.passage[a.start :].startswith(a.text) for e in examples for a in e.answers)


def test_the_nearest_occurrence_counts():
    assert locate("ab ab ab", "ab", 4) == ("ab", 3)
    assert locate("ab", "c", 0) is None
    assert locate("ab", "", 0) is None


def test_the_answer_most_people_marked_is_trained_on():
    answers = [Answer("the long one", 0), Answer("one", 9), Answer("one", 9), Answer("long", 4)]
    assert choose_answer(answers) == ("one", 9)
    assert choose_answer(answers[:2]) == ("one", 9)


def test_an_article_is_wholly_in_one_part():
    examples = [EXAMPLE._replace(article=f"wiki {i % 100}") for i in range(1000)]
    training, held_out = split_by_article(examples, seed=3, share=0.2)
    assert not {e.article for e in training} & {e.article for e in held_out}
    assert len(training) + len(held_out) == 1000
    assert 0.1 < len(held_out) / 1000 < 0.3
    assert split_by_article(examples, seed=3, share=0.2) == (training, held_out)


def test_reddit_posts_are_articles_and_chinese_titles_are_one_in_both_characters(tmp_path):
    posts = [{"context": text, "qas": [asked("?", ("a", 0))]} for text in ("a b", "a c")]
    path = write(tmp_path / "a.json", *posts)
    assert len({example.article for example in read_squad(path, "reddit")}) == 2
    assert len({example.article for example in read_squad(path, "wiki")}) == 1
    one = read_squad(write(tmp_path / "b.json", posts[0], title="长城"), "zh_cmrc")
    other = read_squad(write(tmp_path / "c.json", posts[0], title="長城"), "zh_drcd")
    assert one[0].article == other[0].article


def test_characters_change_and_answers_keep_their_places():
    example = QaExample("頭髮？", "他的頭髮很長。", (Answer("頭髮", 2),), "zh_drcd", "zh")
    changed = change_characters(example)
    assert changed == QaExample("头发？", "他的头发很长。", (Answer("头发", 2),), "zh_drcd", "zh")
    back = change_characters(changed._replace(source="zh_cmrc"))
    assert back.passage == example.passage


def test_a_passage_that_changes_its_length_is_left_out(monkeypatch):
    from components.training.reader import qa_data

    monkeypatch.setattr(qa_data, "to_simplified", lambda text: text + "x")
    assert change_characters(EXAMPLE._replace(source="zh_drcd")) is None


def test_another_paragraph_never_holds_the_answer():
    passages = [PASSAGE, "Something happened in 1843 too.", "Nothing is said here."]
    for seed in range(10):
        moved = move_elsewhere(EXAMPLE, passages, random.Random(seed))
        assert (moved.passage, moved.answers) == (passages[2], ())
    assert move_elsewhere(EXAMPLE, passages[:2], random.Random(0)) is None


def test_the_sentence_of_the_answer_is_removed():
    removed = remove_answer(EXAMPLE)
    assert removed.answers == ()
    assert "1843" not in removed.passage
    assert removed.passage.startswith("Ada Lovelace was born in London in 1815. Later she")
    assert remove_answer(EXAMPLE._replace(passage=PASSAGE + " It was 1843.")) is None
    assert remove_answer(EXAMPLE._replace(passage=PASSAGE[:78])) is None, "too little is left"


def test_chinese_sentences_are_removed_too():
    rest = "这一段没有提到任何年份，只是为了让剩下的文字足够长，" * 3
    example = QaExample(
        "哪年？", f"他生于1881年。{rest}。", (Answer("1881年", 3),), "zh_cmrc", "zh"
    )
    assert remove_answer(example).passage == f"{rest}。"


@pytest.mark.parametrize(
    ("question", "source", "allowed"),
    [
        ("Who was tall?", "wiki", {"Who was not tall?"}),
        ("The first program?", "wiki", {"The last program?"}),
        ("What about Ada Lovelace?", "wiki", {"What about Grace Hopper?"}),
        ("谁是作者？", "zh_drcd", {"谁不是作者？", "谁是译者？"}),
        ("谁有书？", "zh_drcd", {"谁没有书？"}),
        ("最大的是？", "zh_drcd", {"最小的是？", "最大的不是？"}),
    ],
)
def test_a_changed_question_asks_something_else(question, source, allowed):
    example = EXAMPLE._replace(question=question, source=source)
    passages = {"wiki Ada": ["we know, Grace Hopper wrote a compiler."]}
    found = {change_question(example, passages, random.Random(seed)) for seed in range(20)}
    assert {changed.question for changed in found} == allowed
    assert all(changed.answers == () for changed in found)


def test_a_number_becomes_one_that_the_passage_does_not_hold():
    example = EXAMPLE._replace(question="Came in 1815?")
    for seed in range(20):
        changed = change_question(example, {"wiki Ada": [PASSAGE]}, random.Random(seed))
        number = changed.question[8:12]
        assert number.isdigit()
        assert number not in PASSAGE


def test_a_question_with_nothing_to_change_gives_none():
    example = EXAMPLE._replace(question="Why?")
    assert change_question(example, {"wiki Ada": [PASSAGE]}, random.Random(0)) is None


def test_about_the_wanted_share_is_made_and_it_can_be_repeated():
    examples = [EXAMPLE._replace(passage=PASSAGE + f" Part {i}.") for i in range(200)]
    made = make_unanswerable(examples, 0.5, random.Random(4))
    assert 70 < len(made) < 130
    assert all(example.answers == () for example in made)
    assert made == make_unanswerable(examples, 0.5, random.Random(4))
