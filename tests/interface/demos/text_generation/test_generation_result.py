import math

import pytest

from components.interface.demos.text_generation.generation_result import perplexity
from components.records.text_generation import GeneratedSequence


def test_perplexity_is_the_exponential_of_the_mean_surprise():
    sequence = GeneratedSequence("x", 2, False, mean_logprob_nats=math.log(1 / 8))
    assert perplexity(sequence) == pytest.approx(8)
    assert perplexity(GeneratedSequence("x", 2, False)) is None
