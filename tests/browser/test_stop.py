"""Stop and a closed tab free the model for the next visitor."""

import time

import pytest

pytestmark = pytest.mark.browser
LONG = "text_generation?max_new_tokens=500&temperature=1.5&text=Once+upon+a+time"
SHORT = "text_generation?max_new_tokens=1&temperature=0&text=The+capital+of+France+is"
GENERATE = ".st-key-text_generation-generate button"
STOP = ".st-key-text_generation-stop button"
WRITTEN = "[class*=st-key-literal-]"
FREE_S = 8.0
"""The worker is free within 2 s; the rest is for a slow machine. 500 tokens take far longer."""


def start_writing(page):
    """Press the button and wait until some text of the model's own is there."""
    page.locator(GENERATE).first.click()
    page.wait_for_selector(STOP)
    page.wait_for_function(f"() => document.querySelector('{WRITTEN}')?.innerText.length > 40")


def seconds_to_answer(page):
    started = time.monotonic()
    page.locator(GENERATE).first.click()
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stMain]').innerText.includes('Paris')"
    )
    return time.monotonic() - started


def test_stop_keeps_what_was_written_and_says_so(open_page):
    page = open_page(LONG)
    start_writing(page)
    started = time.monotonic()
    page.locator(STOP).first.click()
    page.wait_for_selector("text=/[Ss]topped after/")
    assert time.monotonic() - started < FREE_S
    assert page.locator(STOP).count() == 0


def test_a_closed_tab_frees_the_model(open_page):
    waiting = open_page(SHORT)
    writing = open_page(LONG)
    start_writing(writing)
    writing.close()
    assert seconds_to_answer(waiting) < FREE_S
