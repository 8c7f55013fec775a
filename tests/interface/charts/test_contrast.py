"""Letters are legible on every tone of every scale, in both themes."""

import numpy as np
import pytest

from components.interface.charts.contrast import LEGIBLE, color_at, contrast_ratio, letters_on
from components.interface.charts.theme import chart_theme


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("scale", ["sequential", "diverging", "categorical"])
def test_letters_are_legible_on_every_tone(name, scale):
    theme = chart_theme(name)
    colors = getattr(theme, scale)
    fills = (
        colors if scale == "categorical" else [color_at(colors, s) for s in np.linspace(0, 1, 101)]
    )
    for fill in fills:
        assert contrast_ratio(letters_on(theme, fill), fill) >= LEGIBLE, fill


@pytest.mark.parametrize("name", ["light", "dark"])
def test_ink_stays_ink_where_it_is_legible(name):
    theme = chart_theme(name)
    assert letters_on(theme, theme.background) == theme.ink
    assert letters_on(theme, theme.surface) == theme.ink


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_text_of_a_theme_is_legible_on_its_grounds(name):
    theme = chart_theme(name)
    for ground in (theme.background, theme.surface):
        for text in (theme.ink, theme.muted):
            assert contrast_ratio(text, ground) >= LEGIBLE, (text, ground)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_marks_stand_out_from_the_page(name):
    theme = chart_theme(name)
    marks = (*theme.categorical, theme.positive, theme.negative, theme.accent)
    assert {
        c: contrast_ratio(c, theme.background)
        for c in marks
        if contrast_ratio(c, theme.background) < 3
    } == {}
