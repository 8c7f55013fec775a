"""A Gemma 3 model survives the way through GGUF."""

import numpy as np
import pytest

from components.models.preparation import prepare
from components.records.refusal import Refusal
from tests.models.preparation.tiny_sources import make_card, wheel_source

SPECIAL = ["<pad>", "<eos>", "<bos>", "<unk>"]
BYTES = [f"<0x{byte:02X}>" for byte in range(256)]
# a SentencePiece vocabulary: the score is minus the rank of the merge that makes the piece
PIECES = ["注意", "注意力", "力", "注", "意", "▁", "a", "▁a", "Ġ"]
TOKENS = [*SPECIAL, *BYTES, *PIECES]
CONTROL, NORMAL, BYTE = 3, 1, 6


@pytest.fixture
def tiny_gemma():
    import torch
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig

    torch.manual_seed(5)
    config = Gemma3TextConfig(
        vocab_size=len(TOKENS),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=7,  # the sixth one sees everything, the others a window
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=8,
        query_pre_attn_scalar=8,
        sliding_window=4,
        max_position_embeddings=64,
        tie_word_embeddings=True,
        rms_norm_eps=1e-6,
    )
    model = Gemma3ForCausalLM(config)
    for name, weights in model.named_parameters():
        if name.endswith("norm.weight"):  # zero in a new model, which would hide a missing 1
            torch.nn.init.normal_(weights, std=0.5)
    return model.to(torch.bfloat16).float().eval()


def write_gguf(path, model, norm_offset=1.0):
    from gguf import MODEL_ARCH, GGUFWriter, get_tensor_name_map

    config = model.config
    writer = GGUFWriter(path, "gemma3")
    writer.add_name("tiny")
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_key_length(config.head_dim)
    writer.add_value_length(config.head_dim)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_freq_base(1e6)
    writer.add_sliding_window(config.sliding_window)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(TOKENS)
    writer.add_token_scores([-1000.0] * 260 + [-float(rank) for rank in range(len(PIECES))])
    writer.add_token_types([CONTROL] * 4 + [BYTE] * 256 + [NORMAL] * len(PIECES))
    writer.add_pad_token_id(0)
    writer.add_eos_token_id(1)
    writer.add_bos_token_id(2)
    writer.add_unk_token_id(3)
    writer.add_add_bos_token(True)
    writer.add_add_space_prefix(False)
    names = get_tensor_name_map(MODEL_ARCH.GEMMA3, config.num_hidden_layers)
    for name, tensor in model.state_dict().items():
        weights = tensor.numpy() + norm_offset * name.endswith("norm.weight")
        if name != "lm_head.weight":
            stored = names.get_name(name, try_suffixes=(".weight",))
            writer.add_tensor(stored, np.ascontiguousarray(weights, dtype=np.float32))
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

    def write(model):
        write_gguf(path, model)
        return make_card(wheel_source({path.name: path.read_bytes()}), architecture="decoder")

    return write


def test_gguf_becomes_the_model_it_was_made_of(gguf_card, tiny_gemma):
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    folder = prepare(gguf_card(tiny_gemma))
    loaded = AutoModelForCausalLM.from_pretrained(
        folder, local_files_only=True, use_safetensors=True, dtype=torch.float32
    ).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    assert tokenizer.tokenize("注意力 a") == ["注意力", "▁a"]
    assert tokenizer.tokenize("字") == ["<0xE5>", "<0xAD>", "<0x97>"]
    assert tokenizer.decode(tokenizer("注意力 a字", add_special_tokens=False)["input_ids"]) == (
        "注意力 a字"
    )
    assert tokenizer.model_max_length == 64
    assert not tokenizer.chat_template
    assert loaded.generation_config.eos_token_id == 1
    input_ids = tokenizer("注意力 a a 字注意 a", return_tensors="pt")["input_ids"]
    assert input_ids[0, 0] == 2, "the beginning is marked"
    assert input_ids.shape[1] > 2 * tiny_gemma.config.sliding_window
    with torch.inference_mode():
        difference = loaded(input_ids).logits - tiny_gemma(input_ids).logits
    assert difference.abs().max() < 1e-4


def test_a_file_that_lacks_a_tensor_is_refused(gguf_card, tiny_gemma):
    tiny_gemma.config.num_hidden_layers += 1
    with pytest.raises(Refusal) as caught:
        prepare(gguf_card(tiny_gemma))
    assert caught.value.values["reason"] == "unusable"
