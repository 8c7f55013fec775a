import math

import pytest
import torch
from transformers.generation import logits_process

from components.engine.inference.decoding.sampling import make_processors
from components.records.text_generation import ChatMessage, TextGenerationRequest

PROBABILITIES = (0.5, 0.3, 0.15, 0.05)


def kept(**settings):
    defaults = {"temperature": 1.0, "top_k": 0, "top_p": 1.0, "repetition_penalty": 1.0}
    request = TextGenerationRequest((ChatMessage("user", "x"),), **{**defaults, **settings})
    logits = torch.log(torch.tensor([PROBABILITIES]))
    scores = make_processors(request)(torch.tensor([[0]]), logits)
    return [i for i, score in enumerate(scores[0].tolist()) if score > -math.inf], scores


@pytest.mark.parametrize(
    ("top_p", "ids"),
    [(0.49, [0]), (0.51, [0, 1]), (0.79, [0, 1]), (0.81, [0, 1, 2]), (1, range(4))],
)
def test_the_nucleus_is_the_smallest_set_and_includes_the_crossing_token(top_p, ids):
    assert kept(top_p=top_p)[0] == list(ids)


@pytest.mark.parametrize("top_p", [0.05, 0.3, 0.7, 0.95])
def test_the_nucleus_of_random_logits_is_that_of_transformers(top_p):
    logits = torch.randn(3, 50, generator=torch.Generator().manual_seed(1))
    request = TextGenerationRequest(
        (ChatMessage("user", "x"),), temperature=1.0, top_k=0, top_p=top_p, repetition_penalty=1.0
    )
    expected = logits_process.TopPLogitsWarper(top_p)(None, logits.clone())
    assert torch.equal(make_processors(request)(torch.zeros(3, 1, dtype=int), logits), expected)


def test_top_k_keeps_the_k_most_probable():
    assert kept(top_k=2)[0] == [0, 1]
    assert kept(top_k=0)[0] == [0, 1, 2, 3]


def test_temperature_divides_the_logits():
    _, scores = kept(temperature=0.5)
    assert torch.allclose(scores, 2 * torch.log(torch.tensor([PROBABILITIES])))


def test_the_penalty_divides_positive_and_multiplies_negative_logits():
    request = TextGenerationRequest(
        (ChatMessage("user", "x"),), temperature=0, repetition_penalty=2
    )
    scores = make_processors(request)(torch.tensor([[0, 1]]), torch.tensor([[3.0, -3.0, 3.0]]))
    assert scores.tolist() == [[1.5, -6.0, 3.0]]


def test_greedy_decoding_ignores_the_filters():
    _, scores = kept(temperature=0, top_k=1, top_p=0.1)
    assert torch.allclose(scores, torch.log(torch.tensor([PROBABILITIES])))
