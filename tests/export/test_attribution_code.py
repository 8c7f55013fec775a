"""The code that is shown gives the numbers that are shown."""

import pytest

from components.export.attribution_code import attribution_code
from components.interface.frame.runtime import ask
from components.models.catalog import load_catalog
from components.records.attribution import AttributionRequest

CARD = load_catalog()["sentiment-en"]
REQUESTS = [
    AttributionRequest("The movie was not good, but the unforgettable soundtrack is.", "negative"),
    AttributionRequest("It's \"quoted\" \\ {braces} [SEP] \n'''new line'''", baseline="pad"),
    AttributionRequest("very good " * 30, max_tokens=24),
]


@pytest.mark.parametrize("is_by_word", [False, True])
@pytest.mark.parametrize("request_", REQUESTS, ids=["plain", "odd", "long"])
def test_the_shown_lines_print_the_numbers_of_the_page(request_, is_by_word, run_shown):
    result = ask(CARD.id, request_, lambda event, health: None)
    shown = result.by_word if is_by_word else result.by_token
    code = attribution_code(CARD, request_, result, shown)
    assert len([line for line in code.splitlines() if line]) <= 24
    written = [line for line in code.split("\n") if not line.startswith(("text =", "words ="))]
    assert all(len(line) <= 100 for line in written)
    rows = [line.split(" ", 2) for line in run_shown(code).splitlines()]
    if not is_by_word:
        assert float(rows[0][0]) == float(rows[-1][0]) == 0
        assert [row[2] for row in rows[1:-1]] == [token.text for token in shown.tokens]
        rows = rows[1:-1]
    assert [float(row[0]) for row in rows] == pytest.approx(shown.integrated_gradients, abs=1e-5)
    assert [float(row[1]) for row in rows] == pytest.approx(shown.occlusion, abs=1e-5)


def test_a_text_is_a_literal_and_no_code():
    text = "'''\nimport os\n'''\u2028{text!r}"
    result = ask(CARD.id, AttributionRequest("I love it."), lambda event, health: None)
    code = attribution_code(CARD, AttributionRequest(text), result, result.by_token)
    line = next(line for line in code.split("\n") if line.startswith("text ="))
    scope = {}
    exec(line, scope)
    assert scope["text"] == text
