"""Our sampling loop against `model.generate`, on the bundled decoder."""

import math
from dataclasses import replace

import pytest
import torch

from components.engine.inference.decoding import prefill
from components.engine.inference.text_generation import run
from components.engine.job import JobCancelled
from components.records.answer import Progress, TextDelta
from components.records.refusal import Refusal
from components.records.text_generation import ChatMessage, TextGenerationRequest

PROMPT = "Once upon a time, in a small village by the sea,"
GREEDY = TextGenerationRequest(
    (ChatMessage("user", PROMPT),), max_new_tokens=8, temperature=0, repetition_penalty=1.0
)
SAMPLED = replace(GREEDY, temperature=0.9, seed=7, repetition_penalty=1.1)


def ignore(_event):
    pass


def texts(decoder, request):
    return [sequence.text for sequence in run(decoder, request, ignore).sequences]


def generate(decoder, **settings):
    inputs = decoder.tokenizer(PROMPT, return_tensors="pt")
    torch.manual_seed(7)
    output = decoder.model.generate(**inputs, max_new_tokens=8, **settings)
    start = inputs["input_ids"].shape[1]
    return [decoder.tokenizer.decode(row[start:], skip_special_tokens=True) for row in output]


def test_greedy_is_that_of_generate(decoder):
    assert texts(decoder, GREEDY) == generate(decoder, do_sample=False)


@pytest.mark.parametrize("count", [1, 3])
def test_a_seed_gives_the_text_of_generate_each_time(decoder, count):
    expected = generate(
        decoder,
        do_sample=True,
        temperature=0.9,
        top_k=50,
        top_p=0.95,
        repetition_penalty=1.1,
        num_return_sequences=count,
    )
    request = replace(SAMPLED, num_sequences=count)
    torch.manual_seed(1234)  # somebody else's random numbers
    assert texts(decoder, request) == expected
    assert texts(decoder, request) == expected
    assert len(set(expected)) == count
    assert texts(decoder, replace(request, seed=8)) != expected


def test_without_filters_it_samples_from_all_tokens_as_generate_does(decoder):
    request = replace(SAMPLED, temperature=1.0, top_k=0, top_p=1.0, repetition_penalty=1.0)
    expected = generate(decoder, do_sample=True, temperature=1.0, top_k=0, top_p=1.0)
    assert texts(decoder, request) == expected


@pytest.mark.parametrize("penalty", [1.0, 1.3])
def test_beams_are_those_of_generate(decoder, penalty):
    request = replace(GREEDY, num_beams=3, num_sequences=2, repetition_penalty=penalty)
    events = []
    result = run(decoder, request, events.append)
    expected = generate(
        decoder, num_beams=3, num_return_sequences=2, do_sample=False, repetition_penalty=penalty
    )
    assert [sequence.text for sequence in result.sequences] == expected
    scores = [sequence.beam_score_nats for sequence in result.sequences]
    assert scores == sorted(scores, reverse=True)
    if penalty == 1:
        means = [sequence.mean_logprob_nats for sequence in result.sequences]
        assert means == pytest.approx(scores, abs=1e-4)
    assert all(isinstance(event, Progress) for event in events)
    assert events[-1].done <= events[-1].total


def test_the_mean_logprob_is_that_of_one_pass_over_the_whole_text(decoder):
    result = run(decoder, SAMPLED, ignore).sequences[0]
    prompt_ids = decoder.tokenizer(PROMPT)["input_ids"]
    ids = prompt_ids + decoder.tokenizer(result.text)["input_ids"]
    assert len(ids) - len(prompt_ids) == result.num_tokens
    with torch.inference_mode():
        logprobs = decoder.model(torch.tensor([ids])).logits[0].float().log_softmax(-1)
    own = [float(logprobs[i - 1, ids[i]]) for i in range(len(prompt_ids), len(ids))]
    assert result.mean_logprob_nats == pytest.approx(math.fsum(own) / len(own), abs=1e-4)


def test_one_delta_a_token_and_together_the_text(decoder):
    events = []
    result = run(decoder, SAMPLED, events.append).sequences[0]
    assert len(events) == result.num_tokens
    assert all(isinstance(event, TextDelta) for event in events)
    assert "".join(event.text for event in events) == result.text


def test_a_long_prompt_is_read_in_chunks_with_the_same_result(decoder, monkeypatch):
    whole = texts(decoder, GREEDY)
    monkeypatch.setattr(prefill, "CHUNK_TOKENS", 4)
    events = []
    assert [s.text for s in run(decoder, GREEDY, events.append).sequences] == whole
    num_prompt = len(decoder.tokenizer(PROMPT)["input_ids"])
    read = [event.done for event in events if isinstance(event, Progress)]
    assert read == [*range(4, num_prompt, 4), num_prompt]


@pytest.mark.parametrize("settings", [{}, {"num_sequences": 2}, {"num_beams": 2}])
def test_a_cancelled_job_ends_at_its_next_step(decoder, settings):
    seen = []

    def emit(event):
        seen.append(event)
        if len(seen) == 2:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        run(decoder, replace(SAMPLED, max_new_tokens=400, **settings), emit)
    assert len(seen) == 2


def test_the_end_token_is_counted_and_not_shown(decoder):
    request = replace(
        GREEDY,
        messages=(ChatMessage("user", "Say hi. Answer with the single word hi."),),
        is_chat=True,
        max_new_tokens=40,
    )
    result = run(decoder, request, ignore).sequences[0]
    assert result.is_finished
    assert "<|" not in result.text
    assert result.num_tokens == 1 + len(decoder.tokenizer(result.text)["input_ids"])
    cut = run(decoder, replace(request, max_new_tokens=2), ignore).sequences[0]
    assert (cut.is_finished, cut.num_tokens) == (False, 2)


@pytest.mark.parametrize(
    "messages",
    [
        (ChatMessage("user", "今天天气怎么样"),),
        (ChatMessage("system", "请用中文回答"), ChatMessage("user", "Hi")),
    ],
)
def test_what_the_model_does_not_read_is_refused(decoder, messages):
    with pytest.raises(Refusal, match="han_unread"):
        run(decoder, replace(GREEDY, messages=messages), ignore)
