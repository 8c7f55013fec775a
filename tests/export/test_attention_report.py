"""The report is one well-formed file, holds no reference to anything outside, and escapes texts."""

import base64
import io
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from components.export.attention_report import (
    ReportParts,
    attention_report,
    describe_sources,
    paint,
)
from components.interface.charts.theme import chart_theme
from components.models.catalog import load_catalog
from components.records.attention import HeadComparison
from components.records.attention_view import take_view
from tests.attention_results import make_result

THEME = chart_theme("light")
HOSTILE = [
    "</script><script>alert(1)</script>",
    '<img src="http://pixel.invalid/a.png" onerror=alert(1)>',
    "]]>&amp;'\"",
    "ok 好 👩\u200d👧",
]
WORDS = {
    name: f"{name} <word>"
    for name in (
        *("text", "facts", "map", "heads", "numbers", "code", "query", "key"),
        *("map_read", "heads_read"),
    )
}
LINK = "http://127.0.0.1:1/attention?text=a&layer=2"


def write(result, **settings):
    view = take_view(result, hide_special=False, direction="all", rescale=False)
    parts = ReportParts(
        language="en",
        title=HOSTILE[0],
        words=WORDS,
        facts=[("Model & <b>", HOSTILE[1]), ("Link", LINK)],
        text="\n".join(HOSTILE),
        code=f"text = {HOSTILE!r}",
        scale=THEME.diverging if result.comparison else THEME.sequential,
        heads_scale=THEME.sequential,
        masked=THEME.masked,
    )
    return attention_report(parts, result, view).decode()


def pixels_of(page, tag):
    root = ElementTree.fromstring(page)
    (element,) = root.iter(tag)
    data = element.get("href") or element.get("src")
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data.split(",")[1]))))


class _Page(HTMLParser):
    """Notes tags and attributes as a browser would read them."""

    def __init__(self):
        super().__init__()
        self.tags, self.targets, self.handlers = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.targets += [v for n, v in attrs if n in ("src", "href", "action", "data", "srcset")]
        self.handlers += [n for n, _ in attrs if n.startswith("on")]


@pytest.mark.parametrize("count", [4, 60])
def test_nothing_outside_is_referred_to(count):
    page = write(make_result((HOSTILE * 15)[:count]))
    parsed = _Page()
    parsed.feed(page)
    assert parsed.targets
    assert all(target.startswith("data:image/png;base64,") for target in parsed.targets)
    assert parsed.handlers == []
    assert not {"script", "link", "iframe", "object", "embed", "base", "a"} & set(parsed.tags)
    style = page[page.index("<style>") : page.index("</style>")]
    assert not re.search(r"url\(|@import|expression", style)
    assert "default-src 'none'" in page


def test_the_file_is_well_formed_and_texts_come_back_as_they_were():
    page = write(make_result(HOSTILE))
    root = ElementTree.fromstring(page)
    assert root.find(".//h1").text == HOSTILE[0]
    assert root.find(".//pre").text == "\n".join(HOSTILE)
    assert LINK in [element.text for element in root.iter("dd")]
    assert [element.text for element in root.iter("pre")][-1] == f"text = {HOSTILE!r}"


def test_the_numbers_stand_in_a_table_where_they_can_be_read():
    result = make_result(list("abc"))
    root = ElementTree.fromstring(write(result))
    cells = [float(cell.text) for cell in root.iter("td")]
    np.testing.assert_allclose(cells, result.weights.ravel(), atol=5e-5)
    long = ElementTree.fromstring(write(make_result(list("abc") * 20)))
    assert list(long.iter("table")) == []


def test_the_map_s_pixels_are_the_weights_and_the_mask():
    weights = np.array([[1.0, 0.0], [0.25, 0.75]], dtype=np.float32)
    pixels = pixels_of(write(make_result(["a", "b"], weights, is_causal=True)), "image")
    expected = paint(weights, THEME.sequential)
    np.testing.assert_array_equal(pixels[1], expected[1])
    np.testing.assert_array_equal(pixels[0, 0], expected[0, 0])
    masked = [int(THEME.masked[i : i + 2], 16) for i in (1, 3, 5)]
    assert pixels[0, 1].tolist() == masked


def test_a_difference_has_zero_in_the_middle_of_the_scale():
    weights = np.array([[1.0, -1.0], [0.0, 0.0]], dtype=np.float32)
    result = make_result(["a", "b"], weights, comparison=HeadComparison(1.0, 1.0))
    pixels = pixels_of(write(result), "image")
    ends = [[int(THEME.diverging[k][i : i + 2], 16) for i in (1, 3, 5)] for k in (-1, 0)]
    assert pixels[0].tolist() == ends
    assert pixels[1, 0].tolist() == pixels[1, 1].tolist() not in ends


def test_512_tokens_make_a_file_that_opens():
    weights = np.random.default_rng(1).dirichlet(np.ones(512), 512).astype(np.float32)
    page = write(make_result(["word"] * 512, weights))
    assert len(page) < 1_500_000
    assert pixels_of(page, "image").shape == (512, 512, 3)


def test_a_model_s_weights_are_named_exactly():
    for card in load_catalog().values():
        lines = describe_sources(card)
        assert lines
        assert any(re.search(r"[0-9a-f]{40}", line) or " + " in line for line in lines), card.id
