"""Every choice of an exercise can be read."""

import pytest

from components.interface.frame.i18n import Translator
from components.interface.lab.attention_tour.exercises import name_choice
from components.service.tour_grading import list_choices
from components.service.tours import load_tour


@pytest.mark.parametrize("exercise", load_tour("attention").exercises, ids=lambda e: e.id)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_choice_has_a_name(exercise, language):
    t = Translator(language)
    names = [name_choice(t, exercise, choice) for choice in list_choices(exercise)]
    assert len(set(names)) == len(names)
