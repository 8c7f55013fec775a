"""A 4-bit sentence encoder becomes the BERT that it was made of."""

import struct

import numpy as np
import pytest

from components.models.preparation import is_prepared, prepare
from components.models.preparation.quantised_e5 import dequantise_q4_0
from components.records.refusal import Refusal
from tests.models.preparation.tiny_sources import make_card, wheel_source

HIDDEN, LAYERS, HEADS, WIDE, POSITIONS, TYPES = 32, 2, 2, 64, 16, 2
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁good", "好", "很好", "吃", "～", "hi", "<mask>"]
SCORES = [0.0] * 4 + [-4.0, -3.0, -5.0, -5.5, -5.0, -6.0, -3.5, 0.0]
# The model has more rows than the vocabulary has pieces, as the real one has.
ROWS = len(PIECES) + 4
PARTS = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "output.LayerNorm": "oln",
}
EMBEDDINGS = {
    "embeddings.word_embeddings.weight": "emb.word",
    "embeddings.position_embeddings.weight": "emb.pos",
    "embeddings.token_type_embeddings.weight": "emb.type",
    "embeddings.LayerNorm.weight": "emb.ln.w",
    "embeddings.LayerNorm.bias": "emb.ln.b",
}


def pack_q4_0(nibbles, scales):
    """Pack blocks one by one, as the format's description says it."""
    packed = b""
    for block, scale in zip(nibbles, scales, strict=True):
        packed += struct.pack("<e", scale)
        packed += bytes(int(block[i]) | int(block[i + 16]) << 4 for i in range(16))
    return packed


def random_blocks(count, rng):
    nibbles = rng.integers(0, 16, size=(count, 32))
    scales = rng.choice([0.25, 0.5, 0.125], size=count)
    return nibbles, scales, ((nibbles - 8) * scales[:, None]).astype(np.float32)


def short_name(name):
    if name in EMBEDDINGS:
        return EMBEDDINGS[name]
    _, _, layer, rest = name.split(".", 3)
    module, kind = rest.rsplit(".", 1)
    return f"l{layer}.{PARTS[module]}.{kind[0]}"


def make_file(expected, magic=b"E5S1", block=32, skip=""):
    """A file with tensors of `BertModel`; linear weights and words are 4-bit, the others float32.

    Fills `expected` with the numbers that a reader must find.
    """
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=ROWS,
        hidden_size=HIDDEN,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=WIDE,
        max_position_embeddings=POSITIONS,
    )
    rng = np.random.default_rng(3)
    stored = []
    for name, tensor in BertModel(config, add_pooling_layer=False).state_dict().items():
        shape = tuple(tensor.shape)
        if len(shape) == 2 and short_name(name) not in ("emb.pos", "emb.type"):
            nibbles, scales, values = random_blocks(tensor.numel() // 32, rng)
            data, kind = pack_q4_0(nibbles, scales), 1
        else:
            values = rng.normal(size=shape).astype(np.float16).astype(np.float32)
            data, kind = values.tobytes(), 0
        expected[name] = values.reshape(shape)
        if name != skip:
            stored.append((short_name(name).encode(), kind, tensor.numel(), data))
    sizes = struct.pack("<7i", HIDDEN, LAYERS, HEADS, WIDE, ROWS, POSITIONS, TYPES)
    head = magic + struct.pack("<I", 1) + sizes + struct.pack("<fi", 1e-12, block)
    blob = "".join(PIECES).encode()
    offsets = np.cumsum([0] + [len(piece.encode()) for piece in PIECES])
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob))
    head += struct.pack(f"<{len(offsets)}I{len(SCORES)}f", *offsets, *SCORES) + blob
    head += struct.pack("<iI", 1, 5) + b"\x01\0\0\0\0"
    head += struct.pack("<i", len(stored))
    start = len(head) + sum(2 + len(name) + 21 for name, *_ in stored)
    body = b""
    for name, kind, count, data in stored:
        head += struct.pack(f"<H{len(name)}s", len(name), name)
        head += struct.pack("<BIQQ", kind, count, start + len(body), len(data))
        body += data
    return head + body


@pytest.fixture
def prepare_file(tmp_path, monkeypatch):
    """Give a function: content of the file → card of a model that it makes."""
    monkeypatch.setenv("PATHFINDER_MODELS", str(tmp_path / "models"))
    folder = tmp_path / "models" / "tiny"
    folder.mkdir(parents=True)

    def make(content):
        (folder / "tiny-q4.bin").write_bytes(content)
        return make_card(wheel_source({"tiny-q4.bin": content}))

    return make


def test_blocks_are_unpacked_in_their_order():
    nibbles, scales, expected = random_blocks(5, np.random.default_rng(1))
    unpacked = dequantise_q4_0(pack_q4_0(nibbles, scales))
    assert unpacked.dtype == np.float32
    assert np.array_equal(unpacked, expected.reshape(-1))


def test_file_becomes_the_model_it_was_made_of(prepare_file):
    import torch
    from transformers import AutoModel

    expected = {}
    folder = prepare(prepare_file(make_file(expected)))
    model, found = AutoModel.from_pretrained(
        folder, local_files_only=True, use_safetensors=True, output_loading_info=True
    )
    assert type(model).__name__ == "BertModel"
    assert model.dtype == torch.float32
    assert not any(found[key] for key in ("missing_keys", "unexpected_keys", "mismatched_keys"))
    state = model.state_dict()
    assert state.keys() == expected.keys() | {"pooler.dense.weight", "pooler.dense.bias"}
    for name, values in expected.items():
        assert np.array_equal(state[name].numpy(), values), name
    assert torch.equal(state["pooler.dense.weight"], torch.eye(HIDDEN))
    assert model.config.layer_norm_eps == 1e-12
    assert model.config.pad_token_id == 1


def test_tokenizer_keeps_the_offsets_of_the_text(prepare_file):
    from transformers import AutoTokenizer

    folder = prepare(prepare_file(make_file({})))
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    assert tokenizer.is_fast
    assert tokenizer.model_max_length == POSITIONS
    text = "ｇood\u200b 很好吃～\x07hi犇"
    batch = tokenizer(text, return_offsets_mapping=True)
    tokens = tokenizer.convert_ids_to_tokens(batch["input_ids"])
    assert tokens == ["<s>", "▁good", "▁", "很好", "吃", "～", "hi", "<unk>", "</s>"]
    spans = [text[start:end] for start, end in batch["offset_mapping"]]
    assert [spans[i] for i in (1, 3, 4, 5, 7)] == ["ｇood", "很好", "吃", "～", "犇"]
    assert spans[6].endswith("hi")
    assert tokenizer("hi", "吃")["input_ids"] == tokenizer.convert_tokens_to_ids(
        ["<s>", "▁", "hi", "</s>", "</s>", "▁", "吃", "</s>"]
    )
    assert tokenizer.pad_token_id == 1
    assert tokenizer.decode(batch["input_ids"][1:6]) == "good 很好吃～"


def test_folder_is_a_sentence_transformer(prepare_file):
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import AutoModel, AutoTokenizer

    folder = prepare(prepare_file(make_file({})))
    encoder = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    assert encoder.prompts["query"] == "query: "
    assert encoder.prompts["passage"] == encoder.prompts["document"] == "passage: "
    vectors = encoder.encode(["很好吃", "good good good"])
    batch = AutoTokenizer.from_pretrained(folder)("很好吃", return_tensors="pt")
    with torch.inference_mode():
        hidden = AutoModel.from_pretrained(folder).eval()(**batch).last_hidden_state[0]
    mean = hidden.mean(dim=0)
    assert np.allclose(vectors[0], mean / mean.norm(), atol=1e-5)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize(
    "content",
    [
        b"\x80\x04}\x94\x8c\x01w\x94K\x01s.",
        make_file({}, magic=b"E5S2"),
        make_file({}, block=64),
        make_file({})[:-1],
        make_file({})[:200],
        make_file({}, skip="encoder.layer.1.output.dense.bias"),
        b"",
    ],
    ids=["pickle", "magic", "block", "cut tensor", "cut header", "lacks a tensor", "empty"],
)
def test_file_of_another_format_is_refused(content, prepare_file):
    card = prepare_file(content)
    with pytest.raises(Refusal) as caught:
        prepare(card)
    assert caught.value.values["reason"] == "unusable"
    assert not is_prepared(card)
