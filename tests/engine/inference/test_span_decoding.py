import numpy as np
import pytest

from components.engine.inference.span_decoding import collect_candidates, tidy_span
from components.engine.inference.span_windows import Window


def make_window(number_of_tokens, first_character=0, asked=3, text_index=0):
    """One token a character, after a question of some tokens."""
    places = range(first_character, first_character + number_of_tokens)
    offsets = [(0, 0)] * asked + [(place, place + 1) for place in places] + [(0, 0)]
    return Window(text_index, [7] * len(offsets), offsets, asked, asked + number_of_tokens)


def draw(windows, seed=0):
    rng = np.random.default_rng(seed)
    return [rng.normal(0, 2, (2, len(w.input_ids))).astype(np.float32) for w in windows]


def list_all(windows, logits, longest):
    """Brute force: every span with its highest log-odds over the windows."""
    found = {}
    for window, (start, end) in zip(windows, logits, strict=True):
        for i in range(window.first, window.last):
            for j in range(i, min(window.last, i + longest)):
                key = (window.text_index, window.offsets[i][0], window.offsets[j][1])
                odds = float(start[i]) + float(end[j]) - float(start[0]) - float(end[0])
                found[key] = max(found.get(key, -np.inf), odds)
    return found


def as_dictionary(candidates):
    spans = map(tuple, candidates.spans.tolist())
    return dict(zip(spans, candidates.log_odds.tolist(), strict=True))


def test_one_window_is_a_softmax_over_its_spans_and_the_null_span():
    windows = [make_window(9)]
    logits = draw(windows)
    candidates = collect_candidates(windows, logits, 4)
    scores = {span: odds for span, odds in list_all(windows, logits, 4).items()}
    assert as_dictionary(candidates) == pytest.approx(scores)
    start, end = logits[0].astype(np.float64)
    raw = np.array([start[0] + end[0], *(odds + start[0] + end[0] for odds in scores.values())])
    softmax = np.exp(raw) / np.exp(raw).sum()
    assert np.exp(-candidates.log_total) == pytest.approx(softmax[0])
    best = candidates.best(1)[0]
    assert np.exp(best.log_odds - candidates.log_total) == pytest.approx(softmax[1:].max())


def test_a_span_that_two_windows_saw_counts_once_at_its_best():
    windows = [make_window(10), make_window(10, 6), make_window(5, 0, text_index=1)]
    logits = draw(windows, 1)
    candidates = collect_candidates(windows, logits, 5)
    expected = list_all(windows, logits, 5)
    assert as_dictionary(candidates) == pytest.approx(expected)
    assert candidates.log_total == pytest.approx(np.log1p(np.exp(list(expected.values())).sum()))
    for span, odds, number in zip(*candidates, strict=True):
        alone = list_all([windows[number]], [logits[number]], 5)
        assert alone[tuple(span.tolist())] == pytest.approx(odds)


def test_logits_may_be_large():
    windows = [make_window(4)]
    logits = draw(windows)
    logits[0][:, 3:7] += 5000
    assert collect_candidates(windows, logits).log_total > 9000
    logits[0][:, 3:7] -= 10000
    assert collect_candidates(windows, logits).log_total == pytest.approx(0)


def test_the_next_best_spans_overlap_no_better_one():
    windows = [make_window(12), make_window(12, text_index=1)]
    logits = draw(windows, 2)
    candidates = collect_candidates(windows, logits, 6)
    best = candidates.best(6)
    assert best[0].log_odds == candidates.log_odds.max()
    assert [span.log_odds for span in best] == sorted((s.log_odds for s in best), reverse=True)
    left = dict(list_all(windows, logits, 6))
    for span in best:  # greedy, by hand
        top = max(left, key=left.get)
        assert top == (span.text_index, span.start, span.end)
        left = {s: v for s, v in left.items() if s[0] != top[0] or s[2] <= top[1] or s[1] >= top[2]}


def test_without_tokens_only_the_null_span_is_left():
    candidates = collect_candidates([make_window(0)], draw([make_window(0)]))
    assert candidates.best(3) == []
    assert candidates.log_total == 0


@pytest.mark.parametrize(
    ("text", "span", "tidy"),
    [
        ("in (1881), he", "(1881),", "(1881)"),
        ("born (1881) here", "(1881", "1881"),
        ("他写了《呐喊》。", "《呐喊》。", "《呐喊》"),
        ("他写了《呐喊》。", "呐喊》。", "呐喊"),
        ("e\u0301t e\u0301", "t", "t"),
        ("xe\u0301y", "e", "e\u0301"),
        ("a 👩\u200d👧 b", "👧", "👩\u200d👧"),
        ("so , then", ",", ","),
    ],
)
def test_a_span_is_freed_of_loose_ends_and_never_cuts_a_grapheme(text, span, tidy):
    start = text.index(span)
    begin, end = tidy_span(text, start, start + len(span))
    assert text[begin:end] == tidy
