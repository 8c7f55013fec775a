import csv
import io

import numpy as np

from components.export.attention_csv import attention_csv
from components.records.attention_view import take_view
from tests.attention_results import make_result

NAMES = ["=1+1", "@x", "it", "\ta"]


def read(result, **settings):
    view = take_view(
        result, **{"hide_special": False, "direction": "all", "rescale": False} | settings
    )
    data = attention_csv(result, view, "query").decode("utf-8-sig")
    return list(csv.reader(io.StringIO(data))), view


def test_the_file_is_the_map_shown_and_holds_no_formula():
    result = make_result(NAMES)
    rows, _ = read(result)
    safe = ["'=1+1", "'@x", "it", "'\ta"]
    assert rows[0] == ["query", *safe]
    assert [row[0] for row in rows[1:]] == safe
    written = np.array([row[1:] for row in rows[1:]], np.float32)
    np.testing.assert_array_equal(written, result.weights)


def test_rows_and_columns_that_are_not_shown_are_left_out():
    result = make_result(["[CLS]", "a", "b", "c"], segments=(0, 0, 1, 1), special=(0,))
    rows, view = read(result, hide_special=True, direction="a_b")
    assert [rows[0], rows[1][0]] == [["query", "b", "c"], "a"]
    np.testing.assert_array_equal(np.array([rows[1][1:]], np.float32), view.weights)
