import json

import pytest

from benchmarks.reading import Question, measure_reading, read_questions, run_reading
from components.records.answer import Provenance
from components.records.question_answering import (
    AnswerSpan,
    QuestionAnsweringResult,
    WindowLogits,
)


def result(text, has_answer=True):
    return QuestionAnsweringResult(
        answers=(AnswerSpan(0, 0, len(text), text, 0.5, 0.0),),
        null_probability=0.5,
        null_score=0.0 if has_answer else 1.0,
        threshold=0.5,
        window=WindowLogits(0, (), (), ()),
        num_windows=1,
        provenance=Provenance("tiny", "cpu", "torch", 0.0, 1, 1),
    )


def write(path, version, *items):
    paragraph = {"context": "The Eiffel Tower is in Paris.", "qas": list(items)}
    content = {"version": version, "data": [{"title": "t", "paragraphs": [paragraph]}]}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_both_versions_of_the_format_are_read(tmp_path):
    marked = [{"text": "Paris", "answer_start": 23}, {"text": "in Paris", "answer_start": 20}]
    path = write(
        tmp_path / "v2.json",
        "v2.0",
        {"question": "Where?", "answers": marked, "is_impossible": False},
        {"question": "When?", "answers": [], "is_impossible": True, "plausible_answers": marked},
    )
    where, when = read_questions(path)
    assert where.answers == ("Paris", "in Paris")
    assert when.answers == ()
    assert not where.is_chinese
    assert Question("", "鲁迅写了《呐喊》 in 1923", ()).is_chinese


@pytest.mark.parametrize("content", ["{}", '{"data": [{}]}', '{"data": []}', "[]"])
def test_another_layout_is_refused(tmp_path, content):
    path = tmp_path / "file.json"
    path.write_text(content)
    with pytest.raises(ValueError, match=r"file\.json"):
        read_questions(path)


def test_version_two_counts_the_answer_of_the_page():
    questions = [
        Question("a", "text", ("big red car",)),
        Question("b", "text", ("Paris",)),
        Question("c", "text", ()),
        Question("d", "text", ()),
    ]
    results = [result("the red car"), result("Paris", has_answer=False), result("x", False), None]
    measures = measure_reading(questions, results)
    f1 = 2 * 1 * (2 / 3) / (1 + 2 / 3)
    assert measures["exact"] == pytest.approx(25)
    assert measures["f1"] == pytest.approx(100 * (f1 + 0 + 1 + 0) / 4)
    assert measures["has_answer_f1"] == pytest.approx(100 * f1 / 2)
    assert measures["no_answer_accuracy"] == pytest.approx(50)
    assert (measures["abstained"], measures["unread"], measures["items"]) == (50, 1, 4)


def test_version_one_counts_the_best_span_and_tells_how_often_the_page_would_not():
    questions = [Question("a", "text", ("Paris",)), Question("b", "这是中文。", ("《呐喊》",))]
    measures = measure_reading(questions, [result("Paris", has_answer=False), result("呐喊")])
    assert measures["exact"] == measures["f1"] == measures["has_answer_f1"] == 100
    assert measures["no_answer_accuracy"] is None
    assert measures["abstained"] == 50


def test_without_a_model_that_answers_questions_nothing_is_measured(tmp_path, monkeypatch):
    monkeypatch.setattr("benchmarks.reading.models_for", lambda task: [])
    answer = [{"text": "Paris", "answer_start": 23}]
    path = write(tmp_path / "v1.json", "1.1", {"question": "Where?", "answers": answer})
    with pytest.raises(ValueError, match="No model"):
        run_reading(path, None)
