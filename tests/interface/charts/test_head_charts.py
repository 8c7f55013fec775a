import numpy as np
import pytest

from components.interface.charts.head_atlas import AtlasLabels, head_atlas, role_color
from components.interface.charts.head_maps import effect_map, similarity_matrix
from components.interface.charts.paired_bars import paired_bars
from components.interface.charts.theme import chart_theme
from components.records.answer import Provenance
from components.records.attention_heads import (
    PATTERNS,
    ROLES,
    AttentionHeadsResult,
    HeadMeasures,
    HeadSimilarityResult,
)

THEME = chart_theme("light")
LABELS = AtlasLabels("title", "layer", "head", "score", {role: role for role in ROLES})


def made_up(scores, sinks):
    """Two layers of two heads."""
    scores = np.asarray(scores, dtype=np.float32).reshape(2, 2, len(PATTERNS))
    sinks = np.asarray(sinks, dtype=np.float32).reshape(2, 2)
    measures = HeadMeasures(scores, sinks, sinks, sinks, sinks)
    here = Provenance("m", "cpu", "torch", 0.1, 4, 4)
    return AttentionHeadsResult((), measures, measures, True, here)


NAN = float("nan")
RESULT = made_up(
    [
        [0.9, NAN, 0.0, 0.0, 0.0],
        [0.2, NAN, 0.3, 0.1, 0.0],
        [0.5, NAN, 0.0, 0.0, 0.8],
        [0.9, NAN, 0.0, 0.0, 0.1],
    ],
    [0.1, 0.2, 0.95, 0.9],
)


def test_roles_follow_scores_and_sinks():
    roles = [RESULT.role(layer, head) for layer in range(2) for head in range(2)]
    assert roles == ["previous", "mixed", "induction", "sink"]
    assert RESULT.patterns == ("previous", "itself", "duplicate", "induction")
    assert RESULT.strongest_head("next") is None
    assert RESULT.strongest_head("sink") == (1, 0)


def test_every_head_is_a_square_of_its_role_and_the_chosen_one_has_a_ring():
    figure = head_atlas(RESULT, (1, 0), LABELS, THEME)
    by_name = {trace.name: trace for trace in figure.data}
    assert set(by_name) == {"previous (1)", "mixed (1)", "induction (1)", "sink (1)", None}
    assert (by_name["induction (1)"].x, by_name["induction (1)"].y) == ((1,), (2,))
    assert by_name["previous (1)"].marker.size[0] > by_name["mixed (1)"].marker.size[0]
    ring = by_name[None]
    assert (ring.x, ring.y) == ((1,), (2,))
    assert len({role_color(role, THEME) for role in ROLES}) == len(ROLES)


def test_bars_stand_in_pairs_and_labels_are_text():
    figure = paired_bars(["<b>", "x"], (("a", [0.5, 0.1]), ("b", [0.2, 0])), THEME, "t", "axis")
    assert figure.layout.yaxis.ticktext[0] == "&lt;b&gt; "
    assert [list(bar.x) for bar in figure.data] == [[0.5, 0.1], [0.2, 0]]
    percent = paired_bars(["x"], (("a", [0.5]), ("b", [0.2])), THEME, "t", "p", is_percent=True)
    assert percent.data[0].text == ("50.0%",)


def test_effects_stand_at_their_heads():
    figure = effect_map(np.array([[0.0, 2.0], [1.0, 0.5]]), THEME, "t", "layer", "head", "bits")
    assert figure.data[0].z[0][1] == figure.data[0].zmax == 2
    assert list(figure.data[0].x) == [1, 2]


def test_the_matrix_is_sorted_and_near_is_strong():
    distances = np.array([[0, 0.9, 0.1], [0.9, 0, 0.8], [0.1, 0.8, 0]], dtype=np.float32)
    figure = similarity_matrix(
        distances, (0, 2, 1), ["a", "b", "c"], ["#111111", "#222222", "#333333"], THEME, "t", "d"
    )
    assert list(figure.data[0].x) == ["a", "c", "b"]
    assert figure.data[0].z[0][1] == pytest.approx(0.1)
    scale = figure.data[0].colorscale
    assert (scale[0][1], scale[-1][1]) == (THEME.sequential[-1], THEME.sequential[0])
    assert list(figure.data[1].marker.color) == ["#111111", "#333333", "#222222"]


def test_the_nearest_heads_come_first():
    distances = np.array([[0, 0.9, 0.1], [0.9, 0, 0.8], [0.1, 0.8, 0]], dtype=np.float32)
    result = HeadSimilarityResult(distances, (0, 2, 1), 3, Provenance("m", "cpu", "torch", 0, 1, 1))
    assert [place[:2] for place in result.nearest(0, 0)] == [(0, 2), (0, 1)]
