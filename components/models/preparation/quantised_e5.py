"""multilingual-e5-small out of a 4-bit file, as float16 safetensors with a fast tokenizer.

The file is plain data, read with numpy alone: a header, a SentencePiece vocabulary and a directory
of tensors, all little endian. A tensor is float32 or Q4_0 as in GGML
(https://github.com/ggml-org/ggml/blob/master/docs/gguf.md): blocks of 32 weights that share an fp16
scale. The model is described by Wang et al. 2024, "Multilingual E5 Text Embeddings".
"""

import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from components.models.preparation.sentence_tokenizer import (
    build_tokenizer,
    write_json,
    write_sentence_transformer,
    write_tokenizer,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MAGIC = b"E5S1"
_BLOCK = 32
_FLOAT32, _Q4_0 = 0, 1
# Layer by layer: a name in the file, the module of `BertModel` that it is.
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_POOLER = "pooler.dense"


class Vocabulary(NamedTuple):
    """Pieces of the unigram model with their log-probabilities, and the ids of two of them."""

    pieces: list[tuple[str, float]]
    pad: int
    unk: int


class QuantisedE5(NamedTuple):
    """What the file holds.

    Attributes:
        config: Settings of `transformers.BertConfig`.
        vocabulary: Of the tokenizer.
        tensors: Name in `BertModel` → float32 array; linear weights have the shape (out, in).
    """

    config: dict[str, Any]
    vocabulary: Vocabulary
    tensors: "dict[str, npt.NDArray[np.float32]]"


def is_quantised_e5(path: Path) -> bool:
    """Return whether a file has this format, by its first bytes."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def convert_e5(path: Path, built: Path) -> None:
    """Write weights, configuration and tokenizer of the sentence encoder.

    float16 keeps 11 bits of every weight, more than the 4 that the file holds; the configuration
    names float32, so that is what a loader makes of them.

    Args:
        path: The 4-bit file.
        built: Empty folder that receives what `from_pretrained` and `SentenceTransformer` load.

    Raises:
        ValueError: The file has another format, or ends too early.
        OSError: A file cannot be read or written.
    """
    import numpy as np
    from safetensors.numpy import save_file

    read = read_quantised_e5(path)
    halves = {name: tensor.astype(np.float16) for name, tensor in read.tensors.items()}
    save_file(halves, built / "model.safetensors", metadata={"format": "pt"})
    write_json(built / "config.json", read.config)
    positions = read.config["max_position_embeddings"]
    tokenizer = build_tokenizer(read.vocabulary.pieces, read.vocabulary.unk)
    write_tokenizer(tokenizer, positions, built)
    write_sentence_transformer(read.config["hidden_size"], positions, built)


def read_quantised_e5(path: Path) -> QuantisedE5:
    """Read the whole file.

    It has no pooler, the layer that `BertModel` puts behind the first token; the identity takes
    its place, so that loading the model never makes up weights at random.

    Raises:
        ValueError: The file has another format, or ends too early.
    """
    import numpy as np

    if not is_quantised_e5(path):
        raise ValueError(f"{path.name} does not begin with {MAGIC.decode()}")
    try:
        reader = _Reader(path.read_bytes(), len(MAGIC))
        config = _read_config(reader)
        vocabulary = _read_vocabulary(reader)
        config["pad_token_id"] = vocabulary.pad
        stored = dict(_read_tensor(reader) for _ in range(reader.take("i")[0]))
        tensors = {
            name: stored[short].reshape(shape)
            for short, (name, shape) in _expected_tensors(config).items()
        }
    except (struct.error, KeyError) as error:
        raise ValueError(f"{path.name} is incomplete: {error}") from error
    hidden = config["hidden_size"]
    tensors[f"{_POOLER}.weight"] = np.eye(hidden, dtype=np.float32)
    tensors[f"{_POOLER}.bias"] = np.zeros(hidden, dtype=np.float32)
    return QuantisedE5(config, vocabulary, tensors)


def dequantise_q4_0(data: bytes) -> "npt.NDArray[np.float32]":
    """Unpack Q4_0 blocks of 18 bytes: an fp16 scale, then 16 bytes with two weights each.

    The low four bits are weights 0 to 15 of the block, the high ones 16 to 31; a weight is
    (nibble − 8) · scale.

    Returns:
        Shape (32 · blocks,).

    >>> import numpy as np
    >>> block = np.float16(0.5).tobytes() + bytes([0x80] + [0x88] * 15)
    >>> dequantise_q4_0(block)[[0, 1, 16]].tolist()
    [-4.0, 0.0, 0.0]
    """
    import numpy as np

    blocks = np.frombuffer(data, dtype=[("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)])
    packed = blocks["nibbles"]
    nibbles = np.concatenate([packed & 0x0F, packed >> 4], axis=1).astype(np.float32)
    weights = (nibbles - 8) * blocks["scale"].astype(np.float32)[:, None]
    return np.asarray(weights.reshape(-1), dtype=np.float32)


class _Reader:
    """The file's bytes and how far they have been read."""

    def __init__(self, content: bytes, position: int) -> None:
        self.content = content
        self._position = position

    def take(self, layout: str) -> tuple[Any, ...]:
        """Unpack little-endian values by `struct`'s letters."""
        values = struct.unpack_from("<" + layout, self.content, self._position)
        self._position += struct.calcsize("<" + layout)
        return values

    def take_bytes(self, count: int) -> bytes:
        """Return the next bytes.

        Raises:
            struct.error: The file ends before.
        """
        return bytes(self.take(f"{count}s")[0])


def _read_config(reader: _Reader) -> dict[str, Any]:
    (version,) = reader.take("I")
    hidden, layers, heads, feed_forward, vocabulary, positions, types = reader.take("7i")
    epsilon, block = reader.take("fi")
    if (version, block) != (1, _BLOCK):
        raise ValueError(f"version {version} with blocks of {block} is not known here")
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "intermediate_size": feed_forward,
        "vocab_size": vocabulary,
        "max_position_embeddings": positions,
        "type_vocab_size": types,
        "layer_norm_eps": float(f"{epsilon:.6g}"),
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "attention_probs_dropout_prob": 0.1,
    }


def _read_vocabulary(reader: _Reader) -> Vocabulary:
    count, _, _, pad, unk = reader.take("5i")
    (size,) = reader.take("Q")
    offsets = reader.take(f"{count + 1}I")
    scores = reader.take(f"{count}f")
    blob = reader.take_bytes(size)
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8") for i in range(count)]
    # The map from characters to their normal forms is left out: it is NFKC except for the few
    # characters that `sentence_tokenizer.py` names.
    _, map_size = reader.take("iI")
    reader.take_bytes(map_size)
    return Vocabulary(list(zip(pieces, scores, strict=True)), pad, unk)


def _read_tensor(reader: _Reader) -> "tuple[str, npt.NDArray[np.float32]]":
    import numpy as np

    (length,) = reader.take("H")
    name = reader.take_bytes(length).decode("ascii")
    kind, count, start, size = reader.take("BIQQ")
    data = reader.content[start : start + size]
    if len(data) < size or kind not in (_FLOAT32, _Q4_0):
        raise ValueError(f"{name}, type {kind}, ends after {len(data)} of {size} bytes")
    values = np.frombuffer(data, "<f4") if kind == _FLOAT32 else dequantise_q4_0(data)
    if values.size != count:
        raise ValueError(f"{name} has {values.size} numbers, its directory says {count}")
    return name, values


def _expected_tensors(config: dict[str, Any]) -> dict[str, tuple[str, tuple[int, ...]]]:
    """Return name in the file → name in `BertModel` and shape."""
    hidden, wide = config["hidden_size"], config["intermediate_size"]
    rows = {
        "emb.word": config["vocab_size"],
        "emb.pos": config["max_position_embeddings"],
        "emb.type": config["type_vocab_size"],
    }
    expected: dict[str, tuple[str, tuple[int, ...]]] = {
        short: (name, (rows[short], hidden) if short in rows else (hidden,))
        for short, name in _EMBEDDINGS.items()
    }
    shapes: dict[str, tuple[int, ...]] = dict.fromkeys(_LAYER, (hidden, hidden))
    shapes |= {"fi": (wide, hidden), "fo": (hidden, wide), "aln": (hidden,), "oln": (hidden,)}
    for layer in range(config["num_hidden_layers"]):
        for short, module in _LAYER.items():
            name, shape = f"encoder.layer.{layer}.{module}", shapes[short]
            expected[f"l{layer}.{short}.w"] = (f"{name}.weight", shape)
            expected[f"l{layer}.{short}.b"] = (f"{name}.bias", shape[:1])
    return expected
