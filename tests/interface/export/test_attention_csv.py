import csv
import io

import numpy as np

from components.interface.export.attention_csv import attention_csv
from components.records.answer import Provenance
from components.records.attention import AttentionResult
from components.records.token import Token


def test_the_file_is_the_whole_matrix_and_holds_no_formula():
    names = ["=1+1", "@x", "it", "\ta"]
    weights = np.random.default_rng(0).random((4, 4), dtype=np.float32)
    result = AttentionResult(
        tokens=tuple(Token(0, name, 0, 1) for name in names),
        starts=(0, 1, 2, 3),
        layer=0,
        head=0,
        weights=weights,
        overview=np.zeros((1, 1, 4, 4), dtype=np.uint8),
        shares=np.zeros((1, 1, 5), dtype=np.float32),
        is_causal=False,
        provenance=Provenance("m", "cpu", "torch", 0.0, 4, 4),
    )
    rows = list(csv.reader(io.StringIO(attention_csv(result, "query").decode("utf-8-sig"))))
    safe = ["'=1+1", "'@x", "it", "'\ta"]
    assert rows[0] == ["query", *safe]
    assert [row[0] for row in rows[1:]] == safe
    np.testing.assert_array_equal(np.array([row[1:] for row in rows[1:]], np.float32), weights)
