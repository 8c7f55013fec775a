import math

import pytest

from components.engine.inference import question_answering
from components.engine.inference.question_answering import run
from components.records.question_answering import QuestionAnsweringRequest
from components.records.refusal import Refusal
from tests.models.reader_parts import MarkingReader, make_loaded, make_tokenizer

TOKENIZER = make_tokenizer()


def mark(*pieces, occurrence=0):
    """Mark where the text holds these pieces in a row."""
    wanted = TOKENIZER.convert_tokens_to_ids(list(pieces))

    def find(ids, text_start):
        runs = range(text_start, len(ids) - len(wanted))
        places = [i for i in runs if ids[i : i + len(wanted)] == wanted]
        if len(places) <= occurrence:
            return None
        return places[occurrence], places[occurrence] + len(wanted) - 1

    return MarkingReader(find)


def ask(reader, *texts, question="who wrote it?", events=None, **settings):
    request = QuestionAnsweringRequest(question, texts, **settings)
    return run(make_loaded(reader, TOKENIZER), request, (events or []).append)


def test_an_answer_at_token_700_is_found_at_its_place():
    text = "filler " * 700 + "Lu Xun" + " filler" * 200
    events = []
    request = QuestionAnsweringRequest("who wrote it?", (text,))
    result = run(make_loaded(mark("▁Lu", "▁Xun"), TOKENIZER), request, events.append)
    answer = result.answers[0]
    assert (answer.text, answer.start, answer.end) == ("Lu Xun", 4900, 4906)
    assert result.has_answer
    assert result.num_windows == 3
    assert events[-1].done == events[-1].total == 3
    assert answer.log_odds == pytest.approx(10.0)
    assert answer.probability > 0.9
    assert answer.probability + result.null_probability < 1


def test_the_right_one_of_two_occurrences_is_given():
    text = "Lu Xun the book, Lu Xun wrote it"
    for occurrence, start in ((0, 0), (1, 17)):
        answer = ask(mark("▁Lu", "▁Xun", occurrence=occurrence), text).answers[0]
        assert (answer.text, answer.start) == ("Lu Xun", start)


def test_offsets_hold_behind_emoji_marks_and_wide_characters():
    text = "👩\u200d👧 e\u0301 ＡＢ 这本书 Lu Xun"
    answer = ask(mark("▁Lu", "▁Xun"), text).answers[0]
    assert text[answer.start : answer.end] == answer.text == "Lu Xun"


def test_a_grapheme_is_never_cut():
    text = "the 👩\u200d👧 book"
    answer = ask(mark("👧"), text).answers[0]
    assert text[answer.start : answer.end] == answer.text == "👩\u200d👧"


def test_chinese_answers_are_exact_and_tidy():
    text = "鲁迅写了《呐喊》。"
    answer = ask(mark("呐", "喊", "》", "。"), text, question="谁写了这本书？").answers[0]
    assert (answer.text, answer.start) == ("呐喊", 5)


def test_the_text_it_stands_in_is_named_and_empty_ones_are_passed_over():
    result = ask(mark("▁Lu"), "the book", "", "   ", "who? Lu")
    assert (result.answers[0].text_index, result.answers[0].text) == (3, "Lu")
    assert result.num_windows == 2
    assert result.window.text_index == 3


def test_the_text_does_not_say_where_the_null_span_is_ahead_of_the_threshold():
    reader = mark("▁Lu")
    result = ask(reader, "the book")
    assert not result.has_answer
    assert result.null_score == pytest.approx(8.0)
    spans = 3  # the, book, the book: each at -4 - 4
    assert result.null_probability == pytest.approx(1 / (1 + spans * math.exp(-8)))
    request = QuestionAnsweringRequest("who?", ("the book",))
    lenient = run(make_loaded(reader, TOKENIZER, threshold=8.5), request, lambda event: None)
    assert lenient.has_answer


def test_probabilities_of_all_disjoint_spans_stay_below_one():
    result = ask(mark("▁Lu"), "the book Lu it", num_answers=9)
    assert [answer.text for answer in result.answers] == ["Lu", "the", "book", "it"]
    total = sum(answer.probability for answer in result.answers) + result.null_probability
    assert 0.9 < total <= 1


def test_start_and_end_logits_are_those_of_the_window_of_the_best_span():
    result = ask(mark("▁Lu", "▁Xun"), "the book, Lu Xun")
    window = result.window
    assert [token.text for token in window.tokens] == ["<s>", "the", "book", ",", "Lu", "Xun"]
    assert window.start_logits == (0, -4, -4, -4, 5, -4)
    assert window.end_logits == (0, -4, -4, -4, -4, 5)
    assert [token.is_special for token in window.tokens] == [True, *[False] * 5]


def test_windows_run_in_batches_and_a_cancelled_job_stops_between_them():
    def stop(event):
        if event.done > 0:
            raise InterruptedError

    reader = mark("▁Lu")
    request = QuestionAnsweringRequest("who?", ("filler " * 3000,))
    with pytest.raises(InterruptedError):
        run(make_loaded(reader, TOKENIZER), request, stop)
    assert len(reader.batches) == 1


@pytest.mark.parametrize(("question", "texts"), [(" ", ("a",)), ("who", ()), ("who", (" ", ""))])
def test_nothing_to_read_is_refused(question, texts):
    with pytest.raises(Refusal, match="text_empty"):
        ask(mark("▁Lu"), *texts, question=question)


def test_a_script_that_the_model_does_not_read_is_refused():
    with pytest.raises(Refusal, match="other_unread"):
        ask(mark("▁Lu"), "Кто написал эту книгу?")


def test_the_module_answers_its_record():
    assert question_answering.__name__.endswith(QuestionAnsweringRequest.__module__.split(".")[-1])
