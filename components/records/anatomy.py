"""How each model family is built: the one table that hooks, conversions and shown code read.

A family is a `model_type` of transformers (https://huggingface.co/docs/transformers). Paths are
those of `torch.nn.Module.get_submodule`. A model of a family without a row is refused before it is
loaded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from components.records.model import Architecture

PositionKind = Literal["learned", "rotary"]
"""How a model encodes positions: `learned` vectors added to the embeddings (BERT), or queries and
keys rotated by `rotary` angles in every layer (Llama)."""

AUTO_CLASSES: Mapping[Architecture, str] = {
    "encoder": "AutoModel",
    "sequence-classifier": "AutoModelForSequenceClassification",
    "question-answerer": "AutoModelForQuestionAnswering",
    "decoder": "AutoModelForCausalLM",
}
"""Architecture → class of transformers that loads any family of it."""


@dataclass(frozen=True)
class AttentionPaths:
    """Modules of one attention layer, as seen from the layer.

    Attributes:
        query: Projection of the queries.
        key: Projection of the keys.
        value: Projection of the values. A module that computes all three is named three times.
        output: W_O, which takes the heads' outputs concatenated in the order of the heads.
        norm: Norm of the layer's input; None if attention reads the input itself.
    """

    query: str
    key: str
    value: str
    output: str
    norm: str | None = None

    @property
    def is_joint(self) -> bool:
        """True if one module computes queries, keys and values together."""
        return self.query == self.value


@dataclass(frozen=True)
class EmbeddingPaths:
    """Tables that make the first hidden state, as seen from the base model.

    Attributes:
        token: Vectors of the vocabulary.
        position: Vectors of the positions; None if positions are not added.
        segment: Vectors of the first and the second text of a pair; None if there are none.
        norm: Normalises the sum; None if nothing does.
    """

    token: str
    position: str | None = None
    segment: str | None = None
    norm: str | None = None


@dataclass(frozen=True)
class Head:
    """The head on top of the base model.

    Attributes:
        class_name: Class of transformers of base and head together.
        module: The head's last layer, as seen from the whole model; None for the bare base model.
    """

    class_name: str
    module: str | None = None


@dataclass(frozen=True)
class GgufForm:
    """How a GGUF file differs from transformers.

    Attributes:
        architecture: Name of the architecture in `gguf.MODEL_ARCH`.
        has_paired_rows: True if the two rows of a rotary pair are adjacent.
        norm_shift: Added to every weight of a norm.
        settings: Name of a setting that the file does not hold → the setting that it equals.
        is_read_by_openvino: True if OpenVINO reads the file itself.
    """

    architecture: str
    has_paired_rows: bool = False
    norm_shift: float = 0.0
    settings: Mapping[str, str] = field(default_factory=dict)
    is_read_by_openvino: bool = False


@dataclass(frozen=True)
class Family:
    """How the models of one family are built.

    Attributes:
        model_type: Key of the table, as in a model's `config.json`.
        base: Where a model with a head keeps its base model.
        layers: List of the layers, as seen from the base model.
        attention: Attention of a layer.
        embeddings: What makes the first hidden state.
        heads: Architectures that are known → what stands on the base model.
        positions: How positions are encoded.
        is_causal: True if a token sees itself and those before it alone.
        is_plain: True if a head is softmax(QKᵀ/√d)V of projections, turned where positions are
            rotary, and nothing else: no norm of queries or keys, no window, no partial turn.
        final_norm: Norm after the last layer, as seen from the base model; None without one.
        has_mask_token: True if it was trained to read `[MASK]` as a word that is not known, and
            classifies by its first token.
        gguf: How a GGUF file holds it; None if such files are not converted.
    """

    model_type: str
    base: str
    layers: str
    attention: AttentionPaths
    embeddings: EmbeddingPaths
    heads: Mapping[Architecture, Head]
    positions: PositionKind
    is_causal: bool
    is_plain: bool = False
    final_norm: str | None = None
    has_mask_token: bool = False
    gguf: GgufForm | None = None

    @property
    def is_walkable(self) -> bool:
        """True if one head can be recomputed from weights of its own."""
        return self.is_plain and not self.attention.is_joint


def _llama_like(
    model_type: str, class_name: str, *, is_plain: bool, gguf: GgufForm | None = None
) -> Family:
    """Describe a decoder whose modules have the names of Llama's."""
    return Family(
        model_type,
        base="model",
        layers="layers",
        attention=AttentionPaths(
            "self_attn.q_proj",
            "self_attn.k_proj",
            "self_attn.v_proj",
            "self_attn.o_proj",
            norm="input_layernorm",
        ),
        embeddings=EmbeddingPaths("embed_tokens"),
        heads={"decoder": Head(class_name, "lm_head")},
        positions="rotary",
        is_causal=True,
        is_plain=is_plain,
        final_norm="norm",
        gguf=gguf,
    )


_BERT = Family(
    "bert",
    base="bert",
    layers="encoder.layer",
    attention=AttentionPaths(
        "attention.self.query",
        "attention.self.key",
        "attention.self.value",
        "attention.output.dense",
    ),
    embeddings=EmbeddingPaths(
        "embeddings.word_embeddings",
        position="embeddings.position_embeddings",
        segment="embeddings.token_type_embeddings",
        norm="embeddings.LayerNorm",
    ),
    heads={
        "encoder": Head("BertModel"),
        "sequence-classifier": Head("BertForSequenceClassification", "classifier"),
        "question-answerer": Head("BertForQuestionAnswering", "qa_outputs"),
    },
    positions="learned",
    is_causal=False,
    is_plain=True,
    has_mask_token=True,
)
_DISTILBERT = Family(
    "distilbert",
    base="distilbert",
    layers="transformer.layer",
    attention=AttentionPaths(
        "attention.q_lin", "attention.k_lin", "attention.v_lin", "attention.out_lin"
    ),
    embeddings=EmbeddingPaths(
        "embeddings.word_embeddings",
        position="embeddings.position_embeddings",
        norm="embeddings.LayerNorm",
    ),
    heads={
        "encoder": Head("DistilBertModel"),
        "sequence-classifier": Head("DistilBertForSequenceClassification", "classifier"),
        "question-answerer": Head("DistilBertForQuestionAnswering", "qa_outputs"),
    },
    positions="learned",
    is_causal=False,
    is_plain=True,
    has_mask_token=True,
)
_GPT2 = Family(
    "gpt2",
    base="transformer",
    layers="h",
    attention=AttentionPaths(
        "attn.c_attn", "attn.c_attn", "attn.c_attn", "attn.c_proj", norm="ln_1"
    ),
    embeddings=EmbeddingPaths("wte", position="wpe"),
    heads={"decoder": Head("GPT2LMHeadModel", "lm_head")},
    positions="learned",
    is_causal=True,
    is_plain=True,
    final_norm="ln_f",
)
_GPT_NEOX = Family(
    "gpt_neox",
    base="gpt_neox",
    layers="layers",
    attention=AttentionPaths(
        "attention.query_key_value",
        "attention.query_key_value",
        "attention.query_key_value",
        "attention.dense",
        norm="input_layernorm",
    ),
    embeddings=EmbeddingPaths("embed_in"),
    heads={"decoder": Head("GPTNeoXForCausalLM", "lm_head")},
    positions="rotary",
    is_causal=True,
    final_norm="final_layer_norm",
)
_LLAMA = _llama_like(
    "llama",
    "LlamaForCausalLM",
    is_plain=True,
    gguf=GgufForm("LLAMA", has_paired_rows=True, is_read_by_openvino=True),
)
_GEMMA3 = _llama_like(
    "gemma3_text",
    "Gemma3ForCausalLM",
    is_plain=False,  # norms of queries and keys, windows, scaled embeddings
    gguf=GgufForm(
        "GEMMA3",
        norm_shift=1.0,
        # Queries are divided by the root of this: the head's size in all sizes but the largest.
        settings={"query_pre_attn_scalar": "head_dim"},
    ),
)

FAMILIES: Mapping[str, Family] = {
    family.model_type: family
    for family in (
        _BERT,
        _DISTILBERT,
        _GPT2,
        _GPT_NEOX,
        _LLAMA,
        _llama_like("qwen2", "Qwen2ForCausalLM", is_plain=True),
        _GEMMA3,
    )
}
"""`model_type` of transformers → how such models are built."""
