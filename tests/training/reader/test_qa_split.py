import json
import random

import pytest

from components.training.reader import qa_split
from components.training.reader.qa_data import Answer, QaExample
from components.training.reader.qa_split import (
    SQUAD2_MEASURING,
    SQUAD2_PASSES,
    SQUAD2_VALIDATION,
    build_qa_split,
    find_written,
    hash_passage,
    select_written,
)
from components.training.reader.qa_terms import Surroundings, swap_term

CHINESE = "刘备在1911年写了《呐喊》，周瑜在1925年译了《彷徨》。"


def make_example(question, passage=CHINESE, answer="刘备", source="zh_cmrc"):
    answers = (Answer(answer, passage.index(answer)),) if answer else ()
    return QaExample(question, passage, answers, source, "zh a")


def write_articles(path, titles, questions):
    """An article of one paragraph for each title; every other question has no answer."""
    path.parent.mkdir(parents=True, exist_ok=True)
    articles = []
    for title in titles:
        qas = [
            {
                "question": f"{title}, question {i}?",
                "answers": [] if i % 2 else [{"text": "Ada", "answer_start": 0}],
                "is_impossible": bool(i % 2),
            }
            for i in range(questions)
        ]
        context = f"Ada wrote about {title}. Nothing more is known about it, say those who ask."
        articles.append({"title": title, "paragraphs": [{"context": context, "qas": qas}]})
    path.write_text(json.dumps({"data": articles}), encoding="utf-8")


@pytest.fixture
def split(tmp_path):
    write_articles(
        tmp_path / qa_split.SQUAD2,
        ["Oxygen", "Warsaw", *SQUAD2_VALIDATION, *SQUAD2_MEASURING],
        questions=4,
    )
    write_articles(
        tmp_path / "qa_en/squadshifts_new_wiki.json", [f"T{i}" for i in range(60)], questions=1
    )
    return build_qa_split(tmp_path, seed=20)


def test_whole_articles_by_people_are_kept_back_and_the_rest_weighs_more(split):
    def titles(part):
        return {e.article.removeprefix("squad2 ") for e in part if e.source == "squad2"}

    assert titles(split.training) == {"Oxygen", "Warsaw"}
    assert titles(split.validation) == SQUAD2_VALIDATION
    assert titles(split.measuring) == SQUAD2_MEASURING
    people = [e for e in split.training if e.source == "squad2"]
    assert len(people) == SQUAD2_PASSES * len(set(people)) == SQUAD2_PASSES * 8
    assert sum(not e.answers for e in people) == SQUAD2_PASSES * 4
    counts = split.count_sources()
    assert counts["measuring"]["squad2, none"] == 6


def test_no_article_is_in_two_parts(split):
    training, validation, measuring = ({e.article for e in part} for part in split)
    assert not training & validation
    assert not training & measuring
    assert not validation & measuring


def test_what_is_fitted_to_was_written_where_something_was():
    written = make_example("By people?", answer="", source="squad2")
    made = make_example("Made?", answer="")
    answered = make_example("谁？")
    assert select_written([written, made, answered]) == [written, answered]
    assert select_written([made, answered]) == [made, answered]


def test_the_projects_own_questions_find_their_passages(monkeypatch):
    known = {hash_passage(CHINESE): ["谁读了《呐喊》？"], "0" * 16: ["别处的？"]}
    monkeypatch.setattr(qa_split, "read_chinese_questions", lambda: known)
    [found] = find_written([make_example("谁写了？"), make_example("谁译了？")])
    assert found.question == "谁读了《呐喊》？"
    assert (found.answers, found.source, found.passage) == ((), "zh_written", CHINESE)
    assert find_written([make_example("谁写了？", passage=CHINESE + "。")]) == []


def test_the_projects_own_questions_are_many_and_none_stands_there_twice():
    written = qa_split.read_chinese_questions()
    questions = [question for found in written.values() for question in found]
    assert len(questions) >= 200
    assert len(set(questions)) == len(questions)
    assert all(question.endswith("？") for question in questions)


def swap(example, *others):
    known = Surroundings.collect([example, *others])
    found = [swap_term(example, known, random.Random(seed)) for seed in range(30)]
    return {changed.question for changed in found if changed}


def test_a_question_asks_for_another_term_of_its_own_passage():
    assert swap(make_example("谁写了《呐喊》？")) == {"谁写了《彷徨》？"}
    assert swap(make_example("谁在1911年写了书？")) == {"谁在1925年写了书？"}
    english = make_example(
        "Who met Grace Hopper in May 1950?",
        "Ada met Grace Hopper in May 1950. Later, Alan Turing wrote in June 1952.",
        "Ada",
        "wiki",
    )
    assert swap(english) == {
        "Who met Alan Turing in May 1950?",
        "Who met Grace Hopper in June 1952?",
    }


def test_names_are_learned_from_answers_to_other_questions():
    example = make_example("刘备写了什么？", answer="《呐喊》")
    others = [make_example("谁写了书？"), make_example("谁译了《彷徨》？", answer="周瑜")]
    assert "周瑜写了什么？" in swap(example, *others)


def test_neither_the_answer_nor_a_question_that_is_answered_is_asked_for():
    assert swap(make_example("谁写了《呐喊》？", answer="《彷徨》")) == set()
    answered = make_example("谁译写了《彷徨》？", answer="周瑜")
    assert swap(make_example("谁译写了《呐喊》？"), answered) == set()
    assert swap(make_example("为什么？")) == set()
