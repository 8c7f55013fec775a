"""The bundled models as `make setup` has prepared them in the user's own cache."""

import pytest
import torch

from components.models.catalog import load_catalog


def test_all_minilm_compares_by_meaning(prepared_model):
    from transformers import AutoModel, AutoTokenizer

    card = load_catalog()["all-minilm-l6-v2"]
    folder = prepared_model(card.id)
    model = AutoModel.from_pretrained(folder, local_files_only=True, use_safetensors=True).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    assert sum(weights.numel() for weights in model.parameters()) == card.parameters
    assert model.config.max_position_embeddings == card.max_tokens
    texts = ["A cat sleeps.", "A kitten is asleep.", "Taxes will rise next year."]
    batch = tokenizer(texts, padding=True, return_tensors="pt")
    with torch.inference_mode():
        hidden = model(**batch).last_hidden_state
    mask = batch["attention_mask"].unsqueeze(-1)
    means = torch.nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=-1)
    near, far = means[0] @ means[1], means[0] @ means[2]
    assert near > 0.6 > 0.3 > far


@pytest.fixture(scope="module")
def smollm2(prepared_model):
    from transformers import AutoModelForCausalLM, AutoTokenizer

    folder = prepared_model("smollm2-135m-instruct")
    model = AutoModelForCausalLM.from_pretrained(
        folder, local_files_only=True, use_safetensors=True, dtype=torch.float32
    )
    return model.eval(), AutoTokenizer.from_pretrained(folder, local_files_only=True)


def write(model, tokenizer, batch, tokens):
    with torch.inference_mode():
        output = model.generate(**batch, max_new_tokens=tokens, do_sample=False)
    return tokenizer.decode(output[0, batch["input_ids"].shape[1] :])


def test_smollm2_is_what_its_card_says(smollm2):
    model, tokenizer = smollm2
    card = load_catalog()["smollm2-135m-instruct"]
    assert sum(weights.numel() for weights in model.parameters()) == card.parameters
    assert model.config.max_position_embeddings == card.max_tokens == tokenizer.model_max_length
    assert card.is_chat == bool(tokenizer.chat_template)


def test_smollm2_continues_in_english_and_always_alike(smollm2):
    model, tokenizer = smollm2
    batch = tokenizer("The capital of France is", return_tensors="pt")
    first = write(model, tokenizer, batch, 6)
    assert first.startswith(" Paris")
    assert write(model, tokenizer, batch, 6) == first


def test_smollm2_answers_in_its_chat_template(smollm2):
    model, tokenizer = smollm2
    batch = tokenizer.apply_chat_template(
        [{"role": "user", "content": "What is the capital of France?"}],
        add_generation_prompt=True,
        return_tensors="pt",
        return_dict=True,
    )
    answer = write(model, tokenizer, batch, 16)
    assert "Paris" in answer
    assert answer.endswith(tokenizer.eos_token)
