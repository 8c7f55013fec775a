"""Gemma 3 270M itself, where somebody has accepted its terms and prepared it."""

import math

import pytest

from components.engine import inference
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog
from components.models.preparation import is_prepared, prepared_folder
from components.records.attention import AttentionRequest
from components.records.text_generation import ChatMessage, TextGenerationRequest

CARD = load_catalog()["gemma-3-270m"]
pytestmark = pytest.mark.skipif(not is_prepared(CARD), reason="Gemma 3 270M is not prepared here")

CHINESE = (
    "机器学习是人工智能的一个分支，它研究计算机怎样模拟或实现人类的学习行为，以获取新的知识或技能。"
)
ENGLISH = (
    "Machine learning is a branch of artificial intelligence that studies how computers can learn "
    "from data and improve their performance on a task without being explicitly programmed."
)


@pytest.fixture(scope="module")
def gemma():
    return load_model(CARD, prepared_folder(CARD.id), "cpu")


def ignore(_event):
    pass


def test_the_catalog_counts_its_weights(gemma):
    assert sum(weights.numel() for weights in gemma.model.parameters()) == CARD.parameters
    assert gemma.model.config.max_position_embeddings == CARD.max_tokens


@pytest.mark.parametrize(("text", "limit"), [(CHINESE, 60), (ENGLISH, 12)])
def test_it_expects_plain_sentences(gemma, text, limit):
    """A wrong norm, permutation or merge makes this thousands."""
    import torch

    ids = torch.tensor([gemma.tokenizer(text)["input_ids"]])
    with torch.inference_mode():
        perplexity = math.exp(gemma.model(ids, labels=ids).loss.item())
    assert 2 < perplexity < limit


def test_it_writes_what_generate_writes(gemma):
    import torch

    prompt = "注意力机制是大语言模型的核心，它"
    request = TextGenerationRequest(
        (ChatMessage("user", prompt),), max_new_tokens=12, temperature=0, repetition_penalty=1.1
    )
    result = inference.run(gemma, request, ignore)
    inputs = gemma.tokenizer(prompt, return_tensors="pt")
    with torch.inference_mode():
        output = gemma.model.generate(
            **inputs, max_new_tokens=12, do_sample=False, repetition_penalty=1.1
        )
    written = output[0, inputs["input_ids"].shape[1] :]
    text = gemma.tokenizer.decode(written, skip_special_tokens=True)
    assert result.sequences[0].text == text
    assert any("一" <= character <= "鿿" for character in text)


def test_its_tokens_are_words(gemma):
    text = "注意力机制是大语言模型的核心。\n\n𠮷 a"
    result = inference.run(gemma, AttentionRequest(text), ignore)
    shown = [token.text for token in result.tokens]
    assert shown[:8] == ["<bos>", "注意力", "机制", "是大", "语言", "模型", "的核心", "。"]
    assert shown[8:] == ["⏎⏎", "⟨F0⟩", "⟨A0⟩", "⟨AE⟩", "⟨B7⟩", "␣a"]
    assert result.provenance.unknown_share == 0
    assert result.is_causal
    assert result.overview.shape[:2] == (18, 4)
    assert result.weights.sum(-1) == pytest.approx(1, abs=1e-5)
