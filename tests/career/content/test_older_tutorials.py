"""The code of the lesson "what older tutorials get wrong", run as it stands, offline."""

import re

import pytest
import torch

from components.career.content import load_content
from components.models.catalog import load_catalog
from components.models.preparation import prepare

LESSON = "what-older-tutorials-get-wrong"
LANGUAGES = ("en", "zh")
STANDS_FOR = {"bert-base-uncased": "all-minilm-l6-v2"}
"""Model that the lesson names → bundled encoder without a classification head, as it is one."""
DECODER = "smollm2-135m-instruct"
REVIEWS = ["A joy from start to end.", "Dull.", "I would buy it again.", "It broke at once."]


@pytest.fixture(scope="module")
def folder():
    return lambda model_id: prepare(load_catalog()[model_id])


@pytest.fixture(scope="module")
def generator(folder):
    from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig

    model = AutoModelForCausalLM.from_pretrained(folder(DECODER), dtype=torch.bfloat16).eval()
    model.generation_config = GenerationConfig(max_new_tokens=8, pad_token_id=0)
    tokenizer = AutoTokenizer.from_pretrained(folder(DECODER))
    return model, tokenizer("My favourite word is", return_tensors="pt")


@pytest.fixture
def classifier(folder):
    """Give a function: seed → the encoder with a new head, as the lesson's first mistake loads."""
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    name = STANDS_FOR["bert-base-uncased"]

    def load(seed):
        torch.manual_seed(seed)
        model = AutoModelForSequenceClassification.from_pretrained(folder(name))
        return model, AutoTokenizer.from_pretrained(folder(name))

    return load


def body(language):
    return getattr(load_content().lessons[LESSON].body, language)


def blocks(language):
    """Give the lesson's fenced Python: the sampling call, then the training loop."""
    return [
        re.sub(r"(?m)^    ", "", code) if code.startswith("    ") else code
        for code in re.findall(r"```python\n(.*?)```", body(language), re.DOTALL)
    ]


def run(code, names):
    exec(compile(code, LESSON, "exec"), names)
    return names


def test_both_languages_show_the_same_code():
    assert blocks("en") == blocks("zh")
    assert len(blocks("en")) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sampling_call_samples(generator, language):
    model, inputs = generator
    call = blocks(language)[0]

    def texts(code):
        written = set()
        for seed in range(4):
            torch.manual_seed(seed)
            out = run(code, {"model": model, "inputs": inputs})["out"]
            assert out.shape[1] > inputs["input_ids"].shape[1]
            written.add(tuple(out[0].tolist()))
        return written

    assert len(texts(call)) > 1
    mistake = call.replace("do_sample=True, ", "")
    assert mistake != call
    assert len(texts(mistake)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_beam_is_greedy_and_four_search(generator, language):
    model, inputs = generator
    one, four = (int(n) for n in re.findall(r"`num_beams=(\d)`", body(language)))
    greedy = model.generate(**inputs, do_sample=False)
    assert torch.equal(model.generate(**inputs, do_sample=False, num_beams=one), greedy)
    assert not torch.equal(model.generate(**inputs, do_sample=False, num_beams=four), greedy)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_head_gives_noise(classifier, language):
    assert 'from_pretrained("bert-base-uncased")' in body(language)
    probabilities = set()
    for seed in range(3):
        model, tokenizer = classifier(seed)
        with torch.inference_mode():
            logits = model.eval()(**tokenizer(REVIEWS[0], return_tensors="pt")).logits
        probabilities.add(round(float(logits.softmax(-1)[0, 1]), 4))
    assert len(probabilities) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_training_loop_trains(classifier, language):
    model, tokenizer = classifier(0)
    dataset = list(zip(REVIEWS, (1, 0, 1, 0), strict=True)) * 8

    def collate(pairs):
        texts, labels = zip(*pairs, strict=True)
        batch = tokenizer(list(texts), padding=True, return_tensors="pt")
        return {**batch, "labels": torch.tensor(labels)}

    def loss():
        with torch.inference_mode():
            return float(model.eval()(**collate(dataset)).loss)

    before = loss()
    loop = blocks(language)[1]
    names = {"model": model, "dataset": dataset, "collate": collate}
    run(loop, names)
    assert loss() < before
    assert all(weights.grad is None for weights in model.parameters())
    run(loop.replace("    optimizer.zero_grad()\n", ""), names)
    assert any(weights.grad is not None for weights in model.parameters())


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_that_are_gone_and_names_that_are_there(language):
    import transformers

    (gone,) = re.findall(r'pipeline\("([a-z-]+)"\)', body(language))
    with pytest.raises(KeyError, match=f"{gone} has been removed"):
        transformers.pipeline(gone)
    named = set(re.findall(r"`(AutoModelFor\w+)`", body(language)))
    assert named == {"AutoModelForCausalLM", "AutoModelForQuestionAnswering"}
    assert all(hasattr(transformers, name) for name in named)
