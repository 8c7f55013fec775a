"""The shown lines, run: they give the page's numbers."""

import numpy as np
import pytest

from components.engine.inference import run
from components.export.sentiment_table_code import sentiment_table_code
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog
from components.models.preparation import prepare
from components.records.sentiment_table import SentimentTableRequest

TEXTS = ["I love this!", "=1+1 is what it says", 'It\'s "bad"', "So " * 300 + "good"]
# OpenVINO may compute in bfloat16, where padding moves the last digits
TOLERANCE = {"torch": 2e-5, "openvino": 5e-3}


@pytest.mark.parametrize("backend", list(TOLERANCE))
def test_the_code_gives_the_rows_of_the_file(backend, tmp_path, monkeypatch, run_shown):
    if backend == "openvino":
        pytest.importorskip("openvino")
    monkeypatch.setenv("PATHFINDER_BACKEND", backend)
    path = tmp_path / "it's {a} table.csv"
    quoted = "\n".join(f'"{text.replace(chr(34), 2 * chr(34))}";1' for text in TEXTS)
    path.write_text(f"the text;label\n{quoted}\n", "utf-8-sig")
    card = load_catalog()["sentiment-en"]
    result = run(
        load_model(card, prepare(card), "cpu"),
        SentimentTableRequest(tuple(TEXTS)),
        lambda event: None,
    )
    assert result.provenance.backend == backend
    code = sentiment_table_code(str(path), "the text", "utf-8", ";", card, backend)
    assert 5 <= len([line for line in code.splitlines() if line]) <= 16
    printed = [[float(v) for v in line.split()] for line in run_shown(code).splitlines()]
    expected = [row.probabilities for row in result.rows]
    np.testing.assert_allclose(printed, expected, atol=TOLERANCE[backend])
