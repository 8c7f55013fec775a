"""One attention head of a real model, recomputed from its weights and compared with the model.

Encoders in the style of BERT (arXiv:1810.04805) and decoders in the style of Llama
(arXiv:2302.13971), whose queries may share keys and values in groups (arXiv:2305.13245).
"""

import time

import numpy as np

from components.engine.anatomy.eager import eager_attention
from components.engine.anatomy.parts import LayerParts, family_of, find_layers
from components.engine.anatomy.watching import (
    Floats,
    Watched,
    read_linear,
    to_numpy,
    watch_layer,
)
from components.engine.inference.encoding import encode
from components.engine.inference.head_steps import compute_head
from components.engine.inference.norms import layer_norm, rms_norm
from components.engine.inference.positions import rotate
from components.engine.inference.whole_characters import name_whole_characters
from components.models.backends.loaded import LoadedModel
from components.records.anatomy import Family
from components.records.answer import Emit, Progress
from components.records.attention_steps import (
    AttentionStepsRequest,
    AttentionStepsResult,
    Embedding,
    HeadSteps,
    Rotation,
)
from components.records.refusal import Refusal

MOST_PLACES = 64
"""Number of learned positions that are drawn."""

SHIFT = 100
"""Shift of all tokens, in positions, that shows that rotary encoding depends on distances only."""


def run(loaded: LoadedModel, request: AttentionStepsRequest, emit: Emit) -> AttentionStepsResult:
    """Recompute one head.

    Args:
        loaded: A model of a known family.
        request: The text and the head; layer and head are clipped to the model's.
        emit: Called once before the forward pass, where a cancelled job stops.

    Returns:
        Every intermediate, and how far it is from the model's own.

    Raises:
        Refusal: `no_attention_steps` for a family whose heads compute more than these steps,
            `family_unknown` for one without a row (choose another model), `text_empty` when the
            tokenizer finds nothing in the text.
    """
    started = time.perf_counter()
    config = loaded.model.base_model.config
    layer = min(max(request.layer, 0), config.num_hidden_layers - 1)
    head = min(max(request.head, 0), config.num_attention_heads - 1)
    family = require_plain(loaded)
    parts = find_layers(loaded)[layer]
    encoded = encode(loaded, request.text, request.max_tokens)
    if not encoded.input_ids:
        raise Refusal("text_empty")
    emit(Progress(0, 1))
    states, attentions, seen = run_model(loaded, encoded.input_ids, parts, layer)
    num_key_heads = getattr(config, "num_key_value_heads", config.num_attention_heads)
    inputs = states[layer]
    if parts.norm is not None:
        inputs = rms_norm(inputs, to_numpy(parts.norm.weight), parts.norm.variance_epsilon)
    projected = _project(inputs, parts, config.num_attention_heads, num_key_heads)
    speeds = find_speeds(loaded)
    group_size = config.num_attention_heads // num_key_heads
    all_steps = [
        _compute(projected, number, group_size, speeds, family.is_causal)
        for number in range(config.num_attention_heads)
    ]
    steps = all_steps[head]
    embedding = _embed(loaded, family, encoded.input_ids)
    heads = np.stack([one.outputs for one in all_steps], axis=1)
    output_weights, output_bias = read_linear(parts.output)
    outputs = heads.reshape(len(heads), -1) @ output_weights + output_bias
    query_weights, query_bias = read_linear(parts.query)
    of_head = slice(head * steps.queries.shape[1], (head + 1) * steps.queries.shape[1])
    gaps = {
        "embed": _gap(embedding.result, states[0]),
        "project": max(
            _gap(mine.reshape(len(mine), -1), theirs)
            for mine, theirs in zip(projected, (seen.query, seen.key, seen.value), strict=True)
        ),
        "softmax": _gap(steps.weights, attentions[head]),
        "sum": _gap(steps.outputs, seen.heads[:, of_head]),
        "output": _gap(outputs, seen.output),
    }
    return AttentionStepsResult(
        tokens=name_whole_characters(request.text, encoded.tokens),
        layer=layer,
        head=head,
        num_layers=config.num_hidden_layers,
        num_heads=config.num_attention_heads,
        num_key_heads=num_key_heads,
        embedding=embedding,
        positions=family.positions,
        stream=states[layer],
        inputs=inputs,
        has_norm_before=parts.norm is not None,
        query_bias=query_bias[of_head],
        query_weights=query_weights[:, of_head],
        rotation=_describe_rotation(projected, head, num_key_heads, speeds),
        steps=steps,
        heads=heads,
        outputs=outputs,
        is_causal=family.is_causal,
        gaps=gaps,
        provenance=loaded.provenance(started, encoded.count, "torch"),
    )


def require_plain(loaded: LoadedModel) -> Family:
    """Look up a family whose heads compute these steps and nothing else.

    Raises:
        Refusal: `no_attention_steps`, `family_unknown`.
    """
    family = family_of(loaded)
    if not family.is_walkable:
        raise Refusal("no_attention_steps", model=loaded.card.name)
    return family


def run_model(
    loaded: LoadedModel, input_ids: list[int], parts: LayerParts, layer: int
) -> tuple[list[Floats], Floats, Watched]:
    """Let the model itself read the text.

    Returns:
        Its hidden states, (token, hidden) before each layer and after the last; the attention
        weights of the layer, (head, query, key); what went through the layer's projections.

    Raises:
        Refusal: `no_attention` when the model gives no weights.
    """
    import torch

    ids = torch.tensor([input_ids], device=loaded.device)
    with eager_attention(loaded), watch_layer(parts) as seen, torch.inference_mode():
        output = loaded.model.base_model(
            input_ids=ids, output_attentions=True, output_hidden_states=True
        )
    if not output.attentions or output.attentions[layer] is None:
        raise Refusal("no_attention", model=loaded.card.name)
    states = [to_numpy(state[0]) for state in output.hidden_states]
    return states, to_numpy(output.attentions[layer][0]), seen


def find_speeds(loaded: LoadedModel) -> Floats | None:
    """Return the angle per position of every pair, in radians; None if positions are learned."""
    base = loaded.model.base_model
    if family_of(loaded).positions == "learned":
        return None
    return to_numpy(base.rotary_emb.inv_freq)


def _project(
    inputs: Floats, parts: LayerParts, num_heads: int, num_key_heads: int
) -> tuple[Floats, Floats, Floats]:
    """Return Q, K and V of all heads, each (token, head, d)."""
    projected = []
    for linear, count in (
        (parts.query, num_heads),
        (parts.key, num_key_heads),
        (parts.value, num_key_heads),
    ):
        weights, bias = read_linear(linear)
        projected.append((inputs @ weights + bias).reshape(len(inputs), count, -1))
    return projected[0], projected[1], projected[2]


def _compute(
    projected: tuple[Floats, Floats, Floats],
    head: int,
    group_size: int,
    speeds: Floats | None,
    is_causal: bool,
) -> HeadSteps:
    """One head; it uses the keys and values of its group."""
    queries = projected[0][:, head]
    keys, values = (part[:, head // group_size] for part in projected[1:])
    if speeds is not None:
        places = np.arange(len(queries))
        queries, keys = rotate(queries, places, speeds), rotate(keys, places, speeds)
    return compute_head(queries, keys, values, is_causal)


def _describe_rotation(
    projected: tuple[Floats, Floats, Floats],
    head: int,
    num_key_heads: int,
    speeds: Floats | None,
) -> Rotation | None:
    if speeds is None:
        return None
    queries = projected[0][:, head]
    keys = projected[1][:, head * num_key_heads // projected[0].shape[1]]
    places = np.arange(len(queries))
    here, there = (
        rotate(queries, places + shift, speeds) @ rotate(keys, places + shift, speeds).T
        for shift in (0, SHIFT)
    )
    return Rotation(speeds, queries, keys, _gap(there, here), SHIFT)


def _embed(loaded: LoadedModel, family: Family, input_ids: list[int]) -> Embedding:
    """Look the tokens up and, where positions are learned, add them."""
    base, paths = loaded.model.base_model, family.embeddings
    parts = {"token": to_numpy(base.get_submodule(paths.token).weight[input_ids])}
    learned = None
    if paths.position is not None:
        learned = to_numpy(base.get_submodule(paths.position).weight[:MOST_PLACES])
        parts["position"] = learned[: len(input_ids)]
    if paths.segment is not None:
        first = to_numpy(base.get_submodule(paths.segment).weight[0])
        parts["segment"] = np.tile(first, (len(input_ids), 1))
    total = np.sum(list(parts.values()), axis=0)
    if paths.norm is not None:
        norm = base.get_submodule(paths.norm)
        total = layer_norm(total, to_numpy(norm.weight), to_numpy(norm.bias), norm.eps)
    return Embedding(parts, total, learned)


def _gap(mine: Floats, theirs: Floats) -> float:
    """Return the largest difference, relative to the largest number where that is above 1."""
    return float(np.abs(mine - theirs).max() / max(1.0, np.abs(theirs).max()))
