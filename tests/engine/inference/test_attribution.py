"""Attribution of the sentiment model, against its own forward pass and gradient."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from components.engine.inference import attribution, run
from components.engine.job import JobCancelled
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog
from components.records.answer import Progress
from components.records.attribution import AttributionRequest
from components.records.refusal import Refusal

MODEL = "sentiment-en"
POSITIVE, NEGATIVE = 2, 0
SENTENCES = [
    "I love this!",
    "The movie was not good, but the unforgettable soundtrack is.",
    "Oh great, another Monday. I just love waiting for a train that never comes.",
    "The meeting is on Tuesday at nine.",
    "ngl this update is kinda awful, my phone keeps dying by noon... fix it pls",
]


@pytest.fixture(scope="module")
def loaded(prepared_model):
    return load_model(load_catalog()[MODEL], prepared_model(MODEL), "cpu")


@pytest.fixture
def ask(loaded):
    def ask_(text, target=None, emit=lambda event: None, **options):
        return run(loaded, AttributionRequest(text, target, **options), emit)

    return ask_


def probabilities(loaded, ids):
    with torch.inference_mode():
        logits = loaded.model(torch.tensor([ids]), torch.ones(1, len(ids))).logits
    return logits.softmax(-1)[0].double().numpy()


def ids_of(loaded, text):
    return loaded.tokenizer(text, truncation=True, max_length=128)["input_ids"]


def of_word(result, word, method="integrated_gradients"):
    shown = result.by_word
    places = [i for i, token in enumerate(shown.tokens) if token.text.lower() == word]
    assert len(places) == 1
    return float(getattr(shown, method)[places[0]])


@pytest.mark.parametrize("baseline", ["mask", "pad"])
@pytest.mark.parametrize("text", SENTENCES)
def test_the_parts_add_up_to_what_the_model_itself_says(ask, loaded, text, baseline):
    result = ask(text, baseline=baseline)
    ids = ids_of(loaded, text)
    empty = getattr(loaded.tokenizer, f"{baseline}_token_id")
    whole = probabilities(loaded, ids)
    nothing = probabilities(loaded, [ids[0], *[empty] * (len(ids) - 2), ids[-1]])
    assert result.target == result.predicted == int(whole.argmax())
    assert result.probability == pytest.approx(whole.max(), abs=1e-5)
    assert result.baseline_probability == pytest.approx(nothing[result.target], abs=1e-5)
    expected = whole.max() - nothing[result.target]
    for shown in (result.by_token, result.by_word):
        assert shown.integrated_gradients.sum() == pytest.approx(expected, abs=0.01)
        assert len(shown.tokens) == len(shown.occlusion) == len(shown.integrated_gradients)
        assert not any(token.is_special for token in shown.tokens)
    assert result.is_complete
    assert result.tolerance == 0.01


def test_captum_gives_the_integral_that_a_plain_sum_over_the_path_gives(ask, loaded):
    text = SENTENCES[1]
    result = ask(text, "positive")
    ids = torch.tensor([ids_of(loaded, text)])
    words = loaded.model.get_input_embeddings()
    empty = ids.clone()
    empty[0, 1:-1] = loaded.tokenizer.mask_token_id
    x, start = words(ids).detach(), words(empty).detach()
    total = torch.zeros_like(x)
    nodes, weights = np.polynomial.legendre.leggauss(result.num_steps)
    for node, weight in zip(nodes, weights, strict=True):
        point = (start + (node + 1) / 2 * (x - start)).float().requires_grad_()
        p = loaded.model(inputs_embeds=point).logits.softmax(-1)[0, POSITIVE]
        total += weight / 2 * torch.autograd.grad(p, point)[0]
    expected = ((x - start) * total).sum(-1)[0, 1:-1]
    np.testing.assert_allclose(result.by_token.integrated_gradients, expected.numpy(), atol=2e-5)


@pytest.mark.parametrize("target", ["negative", "positive"])
def test_occlusion_equals_replacing_each_token_and_each_word_by_hand(ask, loaded, target):
    text = SENTENCES[1]
    result = ask(text, target)
    ids = ids_of(loaded, text)
    column = result.labels.index(target)
    for shown in (result.by_token, result.by_word):
        for number, drop in enumerate(shown.occlusion, start=1):
            without = [
                loaded.tokenizer.mask_token_id if unit == number else token_id
                for token_id, unit in zip(ids, shown.units, strict=True)
            ]
            p = probabilities(loaded, ids)[column] - probabilities(loaded, without)[column]
            assert drop == pytest.approx(p, abs=1e-5)


def test_words_are_spelled_as_written_and_sum_their_tokens(ask):
    result = ask(SENTENCES[1])
    tokens = [token.text for token in result.by_token.tokens]
    words = [token.text for token in result.by_word.tokens]
    assert "unforgettable" in words
    assert "unforgettable" not in tokens
    places = [tokens.index(piece) for piece in ("un", "##for", "##get", "##table")]
    parts = result.by_token.integrated_gradients[places].sum()
    assert of_word(result, "unforgettable") == pytest.approx(parts)


@pytest.mark.parametrize("adjective", ["good", "great", "wonderful", "funny", "interesting"])
@pytest.mark.parametrize("method", ["integrated_gradients", "occlusion"])
def test_a_negation_speaks_against_the_good_word_it_turns_round(ask, adjective, method):
    plain = ask(f"The movie was {adjective}.", "positive")
    assert of_word(plain, adjective, method) > 0.1
    negated = f"The movie was not {adjective}."
    assert of_word(ask(negated, "positive"), "not", method) < -0.02
    assert of_word(ask(negated, "negative"), "not", method) > 0.1


def test_labels_are_chosen_by_name_and_rubbish_means_the_predicted_one(ask):
    assert ask("I love this!").target == POSITIVE
    assert ask("I love this!", "negative").target == NEGATIVE
    assert ask("I love this!", "__import__").target == POSITIVE


def test_a_long_text_is_explained_up_to_the_limit_and_says_so(ask):
    result = ask("I love this. " * 60, max_tokens=40)
    assert result.provenance.tokens_used == 40
    assert result.provenance.tokens_total == 242
    assert len(result.by_token.tokens) == 38
    assert result.is_complete
    assert AttributionRequest("x").max_tokens == 128


def test_a_stop_ends_at_every_step_and_leaves_the_model_as_it_was(ask, loaded, monkeypatch):
    monkeypatch.setattr(attribution, "TOKEN_BUDGET", 128)
    text = "I love this unforgettable movie."
    events = []
    before = ask(text, "positive", events.append)
    assert events[-1] == Progress(events[-1].total, events[-1].total)
    assert all(0 <= event.done <= event.total for event in events)
    assert len(events) > 4

    for last in range(len(events)):
        seen = []

        def stop(event, seen=seen, last=last):
            seen.append(event)
            if len(seen) > last:
                raise JobCancelled

        with pytest.raises(JobCancelled):
            ask(text, "positive", stop)
        assert len(seen) == last + 1
    hooks = [
        hook
        for module in loaded.model.modules()
        for hook in (*module._forward_hooks.values(), *module._forward_pre_hooks.values())
    ]
    assert hooks == []
    assert all(parameter.grad is None for parameter in loaded.model.parameters())
    after = ask(text, "positive")
    np.testing.assert_array_equal(
        after.by_token.integrated_gradients, before.by_token.integrated_gradients
    )


def test_passes_are_short_so_that_a_stop_is_quick(ask):
    sizes = []
    real = torch.nn.Embedding.forward

    def watch(self, ids):
        sizes.append(ids.numel())
        return real(self, ids)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch.nn.Embedding, "forward", watch)
        ask("I love this. " * 12)
    assert max(sizes) <= 1024


def test_models_that_cannot_be_explained_this_way_are_refused(loaded):
    encoder = replace(loaded, card=replace(loaded.card, architecture="encoder"))
    maskless = replace(loaded, tokenizer=SimpleNamespace(mask_token_id=None, pad_token_id=0))
    wordless = replace(loaded, model=SimpleNamespace(get_input_embeddings=lambda: None))
    for model in (encoder, maskless, wordless):
        for baseline in ("mask", "pad"):
            with pytest.raises(Refusal) as refused:
                run(model, AttributionRequest("x", baseline=baseline), lambda event: None)
            assert refused.value.key == "no_attribution"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("这部电影太好看了，我非常喜欢。", "han_unread"),
        ("😀 😀 😀", "tokens_unknown"),
        ("\u0301", "text_empty"),
    ],
)
def test_texts_that_the_model_cannot_read_are_refused(ask, text, key):
    with pytest.raises(Refusal) as refused:
        ask(text)
    assert refused.value.key == key


@pytest.mark.parametrize(
    "text", ["x", "!!!", "[SEP] [MASK] <|im_end|>", "a\u202eb", "ok 👩\u200d👧"]
)
def test_odd_texts_get_numbers(ask, text):
    result = ask(text)
    assert np.isfinite(result.by_token.integrated_gradients).all()
    assert np.isfinite(result.by_word.occlusion).all()
    few = len(result.by_token.tokens) < 3
    assert (result.by_token.rank_correlation is None) == few
