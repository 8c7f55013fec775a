"""The attention canvas: hover stays in the browser, clicks and keys choose, files leave whole."""

import struct
import zlib
from urllib.parse import urlencode

import pytest

from tests.browser.test_pages import assert_no_error, overflow, settle, type_text

pytestmark = pytest.mark.browser
TEXT = "The animal didn't cross the street because it was too tired."
CANVAS = ".st-key-attention-canvas"
STATUS = f"{CANVAS} .status"
BOX = f"{CANVAS} .box"
COUNT_COLOURS = """(canvas) => {
    const {width, height} = canvas;
    const data = canvas.getContext('2d').getImageData(0, 0, width, height).data;
    const seen = new Set();
    for (let i = 0; i < data.length; i += 4) seen.add(data.slice(i, i + 3).join());
    return seen.size;
}"""


@pytest.fixture
def open_attention(open_page):
    """Open the page with a text and settings, and wait for the canvas."""

    def open_(text=TEXT, *, width=1280, theme="light", locale="en-US", **settings):
        query = urlencode({"text": text, **settings})
        page = open_page(f"attention?{query}", width=width, theme=theme, locale=locale)
        page.wait_for_selector(f"{CANVAS} canvas")
        settle(page)
        return page

    return open_


def point_at(page, across, down, *, click=False):
    """Point into the canvas, at shares of its width and height."""
    page.locator(CANVAS).scroll_into_view_if_needed()
    edge = page.locator(f"{CANVAS} canvas").bounding_box()
    place = (edge["x"] + across * edge["width"], edge["y"] + down * edge["height"])
    page.mouse.move(*place)
    if click:
        page.mouse.click(*place)
        settle(page)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "settings",
    [
        {"mode": "map"},
        {"mode": "lines", "scope": "chosen", "chosen": "402_103"},
        {"mode": "map", "scope": "difference", "chosen": "402_103"},
    ],
    ids=["map", "lines", "difference"],
)
def test_views_are_drawn_and_fit(open_attention, settings, theme, width):
    page = open_attention(theme=theme, width=width, **settings)
    assert_no_error(page)
    assert overflow(page) <= 0
    assert page.locator(f"{CANVAS} canvas").evaluate(COUNT_COLOURS) > 20


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("mode", ["map", "lines"])
def test_512_tokens_are_drawn_and_fit(open_attention, mode, width):
    page = open_attention("A word.", width=width, mode=mode)
    type_text(page, "attention", "The old keeper climbed the stairs, counting every step. " * 50)
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stMain]').innerText.includes('512')"
    )
    settle(page)
    assert_no_error(page)
    assert overflow(page) <= 0
    assert page.locator(f"{CANVAS} canvas").evaluate(COUNT_COLOURS) > 20


def test_hover_tells_weights_and_asks_the_server_nothing(open_attention):
    page = open_attention()
    hint = page.locator(STATUS).inner_text()
    frames = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.webSocketFrameSent", lambda event: frames.append(event))
    for share in (0.3, 0.4, 0.5, 0.6):
        point_at(page, share, share)
    told = page.locator(STATUS).inner_text()
    assert told != hint
    assert "→" in told
    page.wait_for_timeout(400)
    assert frames == []


def test_a_click_keeps_the_exact_weight(open_attention):
    page = open_attention()
    point_at(page, 0.5, 0.5)
    told = page.locator(STATUS).inner_text()
    point_at(page, 0.5, 0.5, click=True)
    page.wait_for_selector(".st-key-attention-bars_keys .js-plotly-plot")
    exact = page.get_by_text("Exact weight").locator("strong").inner_text()
    if "e-" not in told:
        assert float(exact) == pytest.approx(float(told.split(": ")[-1]), abs=5e-5)
    assert_no_error(page)


def test_keys_do_what_the_mouse_does(open_attention):
    page = open_attention()
    page.locator(BOX).focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    assert page.locator(STATUS).inner_text().startswith("animal → the:")
    page.keyboard.press("Enter")
    settle(page)
    page.wait_for_selector(".st-key-attention-bars_keys .js-plotly-plot")
    chosen = page.locator(".st-key-attention-queries").inner_text()
    assert "3 · " in chosen
    page.locator(BOX).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("q")
    page.wait_for_function(
        "() => document.querySelector('.st-key-attention-queries').innerText.includes('4 · ')"
    )
    assert_no_error(page)


def test_a_click_on_a_thumbnail_chooses_a_head(open_attention):
    page = open_attention()
    grid = page.locator(".st-key-attention-grid canvas").bounding_box()
    page.mouse.click(grid["x"] + 22 + 5, grid["y"] + 5)
    settle(page)
    page.wait_for_function(
        "() => document.querySelector('.st-key-attention-layer input').value === '1'"
    )
    assert page.locator(".st-key-attention-head input").input_value() == "1"


def test_larger_cells_scroll_inside_their_box(open_attention):
    page = open_attention(width=390)
    for _ in range(3):
        page.locator(f"{CANVAS} button[data-tool=in]").click()
    inside = page.locator(BOX).evaluate("(box) => box.scrollWidth - box.clientWidth")
    assert inside > 100
    assert overflow(page) <= 0
    page.locator(f"{CANVAS} button[data-tool=fit]").click()
    assert overflow(page) <= 0


@pytest.mark.parametrize("mode", ["map", "lines"])
def test_the_picture_is_saved_whole(open_attention, tmp_path, mode):
    page = open_attention(mode=mode)
    with page.expect_download() as waiting:
        page.locator(f"{CANVAS} button[data-tool=png]").click()
    path = tmp_path / "attention.png"
    waiting.value.save_as(path)
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    assert width > 400
    assert height > 400
    assert zlib.crc32(data[12:29]) == struct.unpack(">I", data[29:33])[0]


def test_the_report_opens_offline_and_asks_nobody(open_attention, browser, tmp_path):
    """BertViz' page needs a CDN and stays empty without one."""
    page = open_attention()
    with page.expect_download() as waiting:
        page.locator(".st-key-attention-report button:visible").first.click()
    path = tmp_path / "report.html"
    waiting.value.save_as(path)
    context = browser.new_context(offline=True)
    alone, asked, problems = context.new_page(), [], []
    alone.on("request", lambda request: asked.append(request.url))
    alone.on("console", lambda message: problems.append(message.text))
    alone.goto(path.as_uri())
    assert "animal" in alone.inner_text("body")
    size = alone.evaluate("() => document.querySelector('img').naturalWidth")
    assert size > 100
    assert not [url for url in asked if not url.startswith(("file:", "data:"))]
    assert problems == []
    context.close()
