"""A Llama model survives the way through GGUF, and the bundled one still writes English."""

import numpy as np
import pytest

from components.models.preparation import prepare
from components.models.preparation.dequantise import undo_permutation
from components.records.refusal import Refusal
from tests.models.preparation.tiny_sources import make_card, wheel_source

TEMPLATE = "{% for message in messages %}{{ message['content'] }}{% endfor %}"


def permute(weights, heads):
    """What llama.cpp's converter does to query and key projections."""
    rows = weights.shape[0] // heads
    return (
        weights.reshape(heads, 2, rows // 2, *weights.shape[1:])
        .swapaxes(1, 2)
        .reshape(weights.shape)
    )


@pytest.mark.parametrize("heads", [1, 3])
def test_undo_permutation_undoes_it(heads):
    weights = np.arange(24 * 5).reshape(24, 5)
    assert not np.array_equal(permute(weights, heads), weights)
    assert np.array_equal(undo_permutation(permute(weights, heads), heads), weights)


def tiny_llama():
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(5)
    config = LlamaConfig(
        vocab_size=259,
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=64,
        tie_word_embeddings=True,
        rms_norm_eps=1e-5,
    )
    return LlamaForCausalLM(config).to(torch.bfloat16).float().eval()


def write_gguf(path, model, architecture="llama", skip=""):
    from gguf import MODEL_ARCH, GGUFWriter, get_tensor_name_map
    from transformers.convert_slow_tokenizer import bytes_to_unicode

    config = model.config
    writer = GGUFWriter(path, architecture)
    writer.add_name("tiny")
    writer.add_vocab_size(config.vocab_size)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_freq_base(config.rope_parameters["rope_theta"])
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(["<|end|>", *bytes_to_unicode().values(), "he", "hel"])
    writer.add_token_types([3] + [1] * 258)
    writer.add_token_merges(["h e", "he l"])
    for add in (writer.add_bos_token_id, writer.add_eos_token_id, writer.add_pad_token_id):
        add(0)
    writer.add_chat_template(TEMPLATE)
    names = get_tensor_name_map(MODEL_ARCH.LLAMA, config.num_hidden_layers)
    heads = {"q_proj": config.num_attention_heads, "k_proj": config.num_key_value_heads}
    for name, tensor in model.state_dict().items():
        part = name.split(".")[-2]
        weights = tensor.numpy()
        if part in heads:
            weights = permute(weights, heads[part])
        if name != "lm_head.weight" and name != skip:
            stored = names.get_name(name, try_suffixes=(".weight",))
            writer.add_tensor(stored, np.ascontiguousarray(weights))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@pytest.fixture
def gguf_card(tmp_path, monkeypatch):
    """Give a function that writes a GGUF file and returns the card that names it."""
    monkeypatch.setenv("PATHFINDER_MODELS", str(tmp_path / "models"))
    (tmp_path / "models" / "tiny").mkdir(parents=True)
    path = tmp_path / "models" / "tiny" / "tiny.gguf"

    def write(model, **options):
        write_gguf(path, model, **options)
        return make_card(wheel_source({path.name: path.read_bytes()}), architecture="decoder")

    return write


def test_gguf_becomes_the_model_it_was_made_of(gguf_card):
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = tiny_llama()
    folder = prepare(gguf_card(model))
    loaded = AutoModelForCausalLM.from_pretrained(
        folder, local_files_only=True, use_safetensors=True, dtype=torch.float32
    ).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    assert tokenizer.tokenize("hello") == ["hel", "l", "o"]
    assert tokenizer.model_max_length == 64
    assert tokenizer.chat_template == TEMPLATE
    assert tokenizer.eos_token == "<|end|>"
    assert loaded.generation_config.eos_token_id == 0
    assert loaded.float() is loaded  # which a model that counts as quantised refuses
    input_ids = tokenizer("hello there", return_tensors="pt")["input_ids"]
    with torch.inference_mode():
        difference = loaded(input_ids).logits - model(input_ids).logits
    assert difference.abs().max() < 1e-5


@pytest.mark.parametrize(
    "options", [{"architecture": "qwen2"}, {"skip": "model.layers.1.self_attn.q_proj.weight"}]
)
def test_gguf_that_does_not_fit_is_refused(options, gguf_card):
    with pytest.raises(Refusal) as caught:
        prepare(gguf_card(tiny_llama(), **options))
    assert caught.value.values["reason"] == "unusable"
