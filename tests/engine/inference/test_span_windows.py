from itertools import pairwise

import pytest

from components.engine.inference.span_windows import MAX_QUESTION_TOKENS, cut_windows
from tests.models.reader_parts import make_tokenizer


@pytest.fixture(scope="module")
def tokenizer():
    return make_tokenizer()


def pieces(window, text):
    return [text[start:end] for start, end in window.offsets[window.first : window.last]]


def test_a_window_holds_question_and_text_and_knows_where_each_token_stands(tokenizer):
    text = "鲁迅写了《呐喊》。  the book"
    [window] = cut_windows(tokenizer, "谁写了？", [text], 64, 16)
    assert pieces(window, text) == ["鲁", *"鲁迅写了《呐喊》。", "the", "book"]  # ▁ has no width
    assert window.input_ids[0] == tokenizer.cls_token_id
    assert window.input_ids[window.first - 2 : window.first] == [tokenizer.sep_token_id] * 2
    assert window.input_ids[-1] == tokenizer.sep_token_id
    assert window.stretch == (0, len(text))


def test_offsets_are_code_points_of_the_text_as_it_was_given(tokenizer):
    text = "a\u0301b 👩\u200d👧 ＡＢ ①"
    [window] = cut_windows(tokenizer, "who", [text], 64, 16)
    found = pieces(window, text)
    assert {"👩", "👧"} <= set(found)
    assert text[window.stretch[0] : window.stretch[1]] == text
    assert all(0 <= start < end <= len(text) for start, end in window.offsets[window.first : -1])


def test_windows_of_a_long_text_overlap_and_leave_nothing_out(tokenizer):
    text = " ".join("filler" for _ in range(100))
    windows = cut_windows(tokenizer, "who", [text], 40, 10)
    assert max(len(window.input_ids) for window in windows) == 40
    spans = [window.offsets[window.first : window.last] for window in windows]
    for one, following in pairwise(spans):
        assert one[-10:] == following[:10]
    assert len({span for part in spans for span in part}) == 100


def test_texts_are_counted_and_an_empty_one_has_no_token(tokenizer):
    windows = cut_windows(tokenizer, "who", ["the book", "", "it"], 40, 10)
    assert [window.text_index for window in windows] == [0, 1, 2]
    assert [window.last - window.first for window in windows] == [2, 0, 1]
    assert windows[1].stretch == (0, 0)


@pytest.mark.parametrize("marker", ["</s>", "<s>", "<pad>", "<mask>"])
def test_markers_in_question_and_text_are_no_special_tokens(tokenizer, marker):
    [window] = cut_windows(tokenizer, f"who {marker}", [f"the {marker} book"], 64, 16)
    special = set(tokenizer.all_special_ids) - {tokenizer.unk_token_id}
    places = [i for i, token in enumerate(window.input_ids) if token in special]
    assert places == [0, window.first - 2, window.first - 1, window.last]


def test_a_long_question_leaves_room_for_the_text(tokenizer):
    text = " ".join("book" for _ in range(50))
    windows = cut_windows(tokenizer, "who " * 500, [text], 128, 64)
    assert windows[0].first == MAX_QUESTION_TOKENS + 1  # its <s> and </s> are counted, one is more
    assert len({span for w in windows for span in w.offsets[w.first : w.last]}) == 50
