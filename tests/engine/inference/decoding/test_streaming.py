"""The quick decoder against torch: the same tokens, the same numbers, fair to many visitors."""

from collections import Counter
from dataclasses import replace

import pytest
from scipy.stats import chisquare

from components.engine.inference.text_generation import can_go_by_steps, run, run_by_steps
from components.engine.job import JobCancelled
from components.records.answer import Progress, TextDelta
from components.records.text_generation import ChatMessage, TextGenerationRequest

PROMPTS = (
    "The capital of France is",
    "Once upon a time there was a small",
    "Water boils at a temperature of",
    "My favourite book is about a",
    "In 1969 the first people",
    "Explain photosynthesis in one sentence.",
    "To bake bread you need",
    "The best way to learn programming is",
    "Dear Sir or Madam,",
    "Yesterday I went to the",
)
GREEDY = TextGenerationRequest(
    (ChatMessage("user", PROMPTS[0]),), max_new_tokens=8, temperature=0, repetition_penalty=1.0
)
SAMPLED = replace(GREEDY, temperature=0.8, top_k=40, top_p=0.9, seed=7, max_new_tokens=20)


def ignore(_event):
    pass


def ask(prompt, base=GREEDY):
    return replace(base, messages=(ChatMessage("user", prompt),))


def finish(steps):
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def text(loaded, request):
    return run(loaded, request, ignore).sequences[0].text


def test_it_answers_without_beams_for_one_sequence_or_sampled_ones(quick_decoder, decoder):
    assert can_go_by_steps(quick_decoder, GREEDY)
    assert not can_go_by_steps(quick_decoder, replace(GREEDY, num_beams=2))
    assert not can_go_by_steps(quick_decoder, replace(GREEDY, num_sequences=2))
    assert can_go_by_steps(quick_decoder, replace(SAMPLED, num_sequences=2))
    assert not can_go_by_steps(decoder, GREEDY)
    assert run(quick_decoder, GREEDY, ignore).provenance.backend == "openvino"
    assert run(decoder, GREEDY, ignore).provenance.backend == "torch"


def test_greedy_tokens_are_those_of_torch(quick_decoder, decoder):
    equal = [text(quick_decoder, ask(p)) == text(decoder, ask(p)) for p in PROMPTS]
    assert sum(equal) >= 9, equal


def test_the_penalty_counts_the_prompt_as_torch_does(quick_decoder, decoder):
    request = replace(ask("red blue red blue red blue red"), repetition_penalty=1.4)
    assert text(quick_decoder, request) == text(decoder, request)
    assert text(quick_decoder, request) != text(decoder, replace(request, repetition_penalty=1.0))


def test_log_probabilities_are_those_of_the_unfiltered_model(quick_decoder, decoder):
    for request in (GREEDY, replace(GREEDY, repetition_penalty=1.3)):
        quick = run(quick_decoder, request, ignore).sequences[0]
        exact = run(decoder, request, ignore).sequences[0]
        assert quick.num_tokens == exact.num_tokens
        assert quick.mean_logprob_nats == pytest.approx(exact.mean_logprob_nats, abs=0.01)


def test_a_seed_gives_the_same_text_whoever_was_there_before(quick_decoder):
    first = text(quick_decoder, SAMPLED)
    text(quick_decoder, ask(PROMPTS[1], SAMPLED))
    assert text(quick_decoder, SAMPLED) == first
    assert text(quick_decoder, replace(SAMPLED, seed=8)) != first


def test_without_a_seed_texts_differ(quick_decoder):
    assert len({text(quick_decoder, replace(SAMPLED, seed=None)) for _ in range(4)}) > 1


def test_it_samples_with_the_probabilities_of_the_model(quick_decoder, decoder):
    import torch

    base = ask("The colour of the car is", SAMPLED)
    request = replace(base, max_new_tokens=1, top_k=3, top_p=1.0, temperature=1.5, seed=None)
    running = [run_by_steps(quick_decoder, request, ignore) for _ in range(300)]
    drawn = Counter(finish(steps).sequences[0].text for steps in running)
    ids = decoder.tokenizer(request.messages[0].content, return_tensors="pt")["input_ids"]
    with torch.inference_mode():
        top = decoder.model(ids).logits[0, -1].topk(3)
    expected = torch.softmax(top.values.double() / 1.5, dim=-1) * 300
    words = [decoder.tokenizer.decode([token]) for token in top.indices.tolist()]
    assert set(drawn) <= set(words)
    assert chisquare([drawn[word] for word in words], expected.numpy()).pvalue > 1e-4


def test_the_text_comes_piece_by_piece(quick_decoder):
    events = []
    result = run(quick_decoder, replace(GREEDY, max_new_tokens=12), events.append)
    assert "".join(event.text for event in events) == result.sequences[0].text
    assert sum(isinstance(event, TextDelta) for event in events) == 12


def test_a_long_prompt_reports_how_far_it_is_read(quick_decoder):
    events = []
    request = replace(ask("The quick brown fox. " * 150), max_new_tokens=2)
    result = run(quick_decoder, request, events.append)
    progress = [event for event in events if isinstance(event, Progress)]
    assert [event.done for event in progress] == [256, 512]
    assert result.provenance.tokens_used > 512


def test_several_texts_grow_together_and_each_is_its_own(quick_decoder):
    requests = [ask(prompt, replace(GREEDY, max_new_tokens=12)) for prompt in PROMPTS[:4]]
    alone = [text(quick_decoder, request) for request in requests]
    pieces = [[] for _ in requests]
    running = [
        run_by_steps(quick_decoder, request, own.append)
        for request, own in zip(requests, pieces, strict=True)
    ]
    for steps in running:
        for _ in range(3):
            next(steps)
    assert all(pieces)
    together = [finish(steps).sequences[0].text for steps in running]
    for own, whole, single in zip(pieces, together, alone, strict=True):
        assert "".join(event.text for event in own) == whole
        assert whole[:8] == single[:8]  # a batch may change a later token, not the prompt


def test_several_sequences_of_a_request_are_each_their_own(quick_decoder):
    events = []
    request = replace(SAMPLED, num_sequences=3)
    result = run(quick_decoder, request, events.append)
    texts = [sequence.text for sequence in result.sequences]
    assert len(set(texts)) == 3
    assert [s.text for s in run(quick_decoder, request, ignore).sequences] == texts
    assert result.provenance.backend == "openvino"
    assert all(isinstance(event, Progress) for event in events)
    assert events[-1].done <= events[-1].total
    assert all(0 < s.num_tokens <= 20 and s.mean_logprob_nats < 0 for s in result.sequences)


def test_a_sequence_that_ends_early_leaves_the_others_to_go_on(quick_decoder):
    base = replace(ask("Say hi.", SAMPLED), is_chat=True, max_new_tokens=60, temperature=1.5)
    ended = [
        sorted((s.num_tokens, s.is_finished) for s in run(quick_decoder, asked, ignore).sequences)
        for asked in (replace(base, num_sequences=4, seed=seed) for seed in (1, 2, 3))
    ]
    assert any(shortest[1] and shortest[0] < longest[0] for shortest, *_, longest in ended)
    for sizes in ended:
        assert all(is_finished or num_tokens == 60 for num_tokens, is_finished in sizes)


def test_stop_leaves_nothing_behind(quick_decoder):
    def stop(event):
        raise JobCancelled

    before = text(quick_decoder, GREEDY)
    with pytest.raises(JobCancelled):
        run(quick_decoder, replace(GREEDY, max_new_tokens=500), stop)
    assert text(quick_decoder, GREEDY) == before


def test_an_end_token_ends_the_text(quick_decoder, decoder):
    request = replace(ask("Say hi.", GREEDY), is_chat=True, max_new_tokens=60)
    quick = run(quick_decoder, request, ignore).sequences[0]
    exact = run(decoder, request, ignore).sequences[0]
    assert quick.is_finished
    assert (quick.text, quick.num_tokens) == (exact.text, exact.num_tokens)
