"""The attention canvas: hover stays in the browser, clicks and keys choose, files leave whole."""

import math
import re
import struct
import zlib
from urllib.parse import urlencode

import pytest

from components.interface.charts.theme import chart_theme
from tests.browser.test_pages import assert_no_error, overflow, settle, type_text

pytestmark = pytest.mark.browser
TEXT = "The animal didn't cross the street because it was too tired."
CANVAS = ".st-key-attention-canvas"
STATUS = f"{CANVAS} .status"
BOX = f"{CANVAS} .box"
COLOUR_AT = """(canvas, [across, down]) => {
    const place = [across * canvas.width, down * canvas.height].map(Math.floor);
    return [...canvas.getContext('2d').getImageData(...place, 1, 1).data].slice(0, 3);
}"""
PICTURE = "(canvas) => canvas.toDataURL()"


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


def weight_at(page, across, down):
    """Point at a cell; gives the weight that is told."""
    point_at(page, across, down)
    return float(page.locator(STATUS).inner_text().split(": ")[-1])


def partners_at(page, across, down):
    """Point at a token of the lines; gives the weights of the partners that are told."""
    point_at(page, across, down)
    told = page.locator(STATUS).inner_text()
    assert "→" in told
    return [float(number) for number in re.findall(r" (-?\d\.\d{3})(?=\s|$)", told)]


def colour_of(weight, scale, *, is_signed):
    """Interpolate the scale at a weight's square root."""
    root = math.copysign(math.sqrt(abs(weight)), weight)
    place = (0.5 + 0.5 * root if is_signed else root) * (len(scale) - 1)
    low = min(int(place), len(scale) - 2)
    ends = [[int(hex_[i : i + 2], 16) for i in (1, 3, 5)] for hex_ in scale[low : low + 2]]
    return [one + (other - one) * (place - low) for one, other in zip(*ends, strict=True)]


def assert_cells_have_the_colours_of_their_weights(page, theme, *, is_signed):
    """Compare what is told with what is drawn; one place in a line may meet a gap between cells."""
    colours = chart_theme(theme)
    scale = colours.diverging if is_signed else colours.sequential
    told, drawn = [], []
    for share in (0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        told.append(weight_at(page, share, share))
        page.mouse.move(0, 0)
        drawn.append(page.locator(f"{CANVAS} canvas").evaluate(COLOUR_AT, [share, share]))
    wanted = [colour_of(weight, scale, is_signed=is_signed) for weight in told]
    same = [one == pytest.approx(other, abs=6) for one, other in zip(drawn, wanted, strict=True)]
    assert sum(same) >= 4, (told, drawn, wanted)
    assert max(map(abs, told)) > 0.01, "cells that differ from an empty map"


def assert_a_token_tells_its_partners(page, *, is_signed):
    canvas = page.locator(f"{CANVAS} canvas")
    before = canvas.evaluate(PICTURE)
    weights = partners_at(page, 0.05, 0.5)
    assert len(weights) == 5
    assert [abs(w) for w in weights] == sorted([abs(w) for w in weights], reverse=True)
    assert sum(map(abs, weights)) <= (2 if is_signed else 1) + 0.003
    assert weights[0] != 0
    assert canvas.evaluate(PICTURE) != before, "its lines stand out"


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
    is_signed = settings.get("scope") == "difference"
    if settings["mode"] == "map":
        assert_cells_have_the_colours_of_their_weights(page, theme, is_signed=is_signed)
    else:
        assert_a_token_tells_its_partners(page, is_signed=is_signed)


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
    if mode == "lines":
        assert_a_token_tells_its_partners(page, is_signed=False)
    else:
        weights = [weight_at(page, share, 0.5) for share in (0.3, 0.4, 0.5, 0.6, 0.7)]
        assert all(0 <= weight <= 1 for weight in weights)
        assert len(set(weights)) > 1


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
