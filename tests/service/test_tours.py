"""Every tour under assets/: its pages, models and words; right answers are never stored."""

import string

import pytest

from components.interface.frame.menu import SCRIPTS
from components.models.catalog import load_catalog
from components.records.attention_heads import PATTERNS
from components.service.tour_grading import list_choices
from components.service.tours import FOLDER, load_tour

TOURS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
# of the lab's other pages, which may be built later
PLANNED = {"attention_steps", "layers"}
FACTS = {
    "strongest_head": {"layer", "head", "percent"},
    "top_key": {"word", "percent"},
    "knockout": {"token", "before", "after", "kl"},
    "sink_share": {"percent"},
    "random_tokens": {"text", "random"},
    "same_first_token": {"attention", "gradients", "rho"},
}


def views(tour):
    return [*(stop.view for stop in tour.stops), *(exercise.view for exercise in tour.exercises)]


@pytest.mark.parametrize("name", TOURS)
def test_ids_are_unique_and_views_can_be_opened(name):
    tour = load_tour(name)
    for entries in (tour.stops, tour.exercises):
        assert len({entry.id for entry in entries}) == len(entries)
    cards = load_catalog()
    for view in views(tour):
        assert view.page in SCRIPTS or view.page in PLANNED
        card = cards[view.model]
        assert card.is_bundled
        assert view.page in card.tasks or view.page in PLANNED


@pytest.mark.parametrize("name", TOURS)
def test_there_is_enough_to_see_and_to_do(name):
    tour = load_tour(name)
    assert 6 <= len([stop for stop in tour.stops if stop.view.page in SCRIPTS]) <= 8
    assert len(tour.exercises) >= 6
    for stop in tour.stops:
        assert stop.look.en != stop.look.zh
        assert stop.title.en != stop.title.zh


@pytest.mark.parametrize("name", TOURS)
def test_exercises_can_be_graded_and_explained(name):
    for exercise in load_tour(name).exercises:
        choices = list_choices(exercise)
        assert len(choices) >= 2, exercise.id
        assert exercise.pattern in ("", *PATTERNS)
        for text in (exercise.why.en, exercise.why.zh):
            fields = {field for _, field, _, _ in string.Formatter().parse(text) if field}
            assert fields <= FACTS[exercise.kind], exercise.id
