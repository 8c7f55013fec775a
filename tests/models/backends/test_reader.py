"""Both libraries read the same windows alike; a tiny random BERT shows it."""

import numpy as np
import pytest
import torch
from transformers import AutoModelForQuestionAnswering, BertConfig, BertForQuestionAnswering

from components.models.backends import openvino
from components.models.backends.reader import TorchReader, fill_token_types
from tests.models.reader_parts import make_tokenizer

WINDOWS = [[0, 5, 2, 2, 9, 10, 11, 12, 2], [0, 5, 6, 7, 2, 2, 8, 2], [0, 6, 2, 2, 9, 2]]
STARTS = [4, 6, 4]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("reader")
    config = BertConfig(
        vocab_size=100,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        initializer_range=0.5,
    )
    BertForQuestionAnswering(config).save_pretrained(folder)
    return folder


def load(folder):
    return AutoModelForQuestionAnswering.from_pretrained(folder, local_files_only=True).eval()


def test_token_types_begin_with_the_text():
    assert fill_token_types([[0, 5, 2, 2, 9, 2]], [4]) == [[0, 0, 0, 0, 1, 1]]


@pytest.mark.parametrize("has_types", [False, True])
def test_torch_gives_each_window_the_logits_it_has_alone(folder, has_types):
    tokenizer, model = make_tokenizer(), load(folder)
    if has_types:
        tokenizer.model_input_names = ["input_ids", "token_type_ids", "attention_mask"]
    together = TorchReader(model, tokenizer, "cpu").compute_span_logits(WINDOWS, STARTS)
    assert together.shape == (3, 2, 9)
    for ids, start, pair in zip(WINDOWS, STARTS, together, strict=True):
        types = [int(has_types and place >= start) for place in range(len(ids))]
        with torch.inference_mode():
            alone = model(input_ids=torch.tensor([ids]), token_type_ids=torch.tensor([types]))
        np.testing.assert_allclose(pair[0, : len(ids)], alone.start_logits[0], atol=1e-5)
        np.testing.assert_allclose(pair[1, : len(ids)], alone.end_logits[0], atol=1e-5)


@pytest.mark.skipif(not openvino.is_installed(), reason="OpenVINO is not installed")
@pytest.mark.parametrize("has_types", [False, True])
def test_openvino_reads_like_torch(folder, has_types):
    tokenizer = make_tokenizer()
    if has_types:
        tokenizer.model_input_names = ["input_ids", "token_type_ids", "attention_mask"]
    if not (folder / openvino.FOLDER).exists():
        openvino.convert_encoder(folder, "question-answerer")
    reader = openvino.load_reader(folder, tokenizer)
    assert reader is not None
    assert reader.backend == "openvino"
    found = reader.compute_span_logits(WINDOWS, STARTS)
    expected = TorchReader(load(folder), tokenizer, "cpu").compute_span_logits(WINDOWS, STARTS)
    for ids, one, other in zip(WINDOWS, found, expected, strict=True):
        np.testing.assert_allclose(one[:, : len(ids)], other[:, : len(ids)], atol=0.1)


def test_without_a_converted_form_there_is_none(tmp_path):
    assert openvino.load_reader(tmp_path, make_tokenizer()) is None
