import hashlib
import json
import math
import random

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from components.engine.inference.span_windows import cut_windows
from components.measures.answer_scoring import Score
from components.training.reader import qa_comparison, qa_features, question_answering
from components.training.reader.qa_data import Answer, QaExample
from components.training.reader.qa_export import fold_temperature
from components.training.reader.qa_features import (
    Feature,
    build_features,
    collate_spans,
    place_answer,
)
from components.training.reader.qa_measures import (
    Reading,
    choose_threshold,
    cool_readings,
    fit_span_temperature,
    measure_readings,
    read_examples,
)
from components.training.reader.qa_model import (
    build_reader,
    compute_span_logits,
    compute_span_loss,
)
from tests.models.reader_parts import SPECIAL, make_tokenizer, save_tiny_base

TEXT = "who wrote it? Lu Xun wrote the book."


@pytest.fixture
def base(tmp_path):
    """A random BERT of two small layers with the tiny tokenizer."""
    folder = tmp_path / "base"
    save_tiny_base(folder, num_layers=2, seed=0)
    return folder


def make_example(answer="Lu Xun", start=14, text=TEXT):
    answers = (Answer(answer, start),) if answer else ()
    return QaExample("who wrote it?", text, answers, "wiki", "wiki a")


def test_answers_are_placed_on_the_tokens_that_hold_them():
    tokenizer = make_tokenizer()
    for text, answer in ((TEXT, "Lu Xun"), ("鲁迅写了《呐喊》。", "呐喊"), ("👩\u200d👧 it", "it")):
        [window] = cut_windows(tokenizer, "who", [text], 64, 8)
        start = text.index(answer)
        first, last = place_answer(window, start, start + len(answer))
        assert text[window.offsets[first][0] : window.offsets[last][1]] == answer
    assert place_answer(window, 90, 95) is None


def test_a_window_with_the_answer_is_kept_and_half_an_answer_is_never_an_empty_window(base):
    text = "filler " * 60 + "Lu Xun" + " filler" * 60
    example = make_example(start=420, text=text)
    features = build_features(base, [example] * 30, random.Random(0), max_tokens=64)
    tokenizer = make_tokenizer()
    names = tokenizer.convert_tokens_to_ids(["▁Lu", "▁Xun"])
    marked = [f for f in features if f.start]
    assert len(marked) == 30
    for feature in marked:
        assert feature.input_ids[feature.start : feature.end + 1].tolist() == names
    empty = [f for f in features if not f.start]
    assert empty
    assert not any(set(names) & set(f.input_ids.tolist()) for f in empty)
    [without] = build_features(base, [make_example(answer="")], random.Random(0))
    assert (without.start, without.end) == (0, 0)


def test_only_the_text_and_the_null_span_are_candidates():
    features = [Feature(np.arange(10, dtype=np.int32), 4, 9, 5, 6)]
    batch = collate_spans(features, pad=1)
    assert batch.input_ids.shape == (1, qa_features.WIDTHS[0])
    assert batch.is_candidate[0].nonzero().flatten().tolist() == [0, 4, 5, 6, 7, 8]
    assert batch.attention_mask.sum() == 10


def test_equal_logits_cost_the_logarithm_of_the_number_of_candidates(base):
    model = build_reader(base, seed=0).eval()
    with torch.no_grad():
        model.qa_outputs.weight.zero_()
        model.qa_outputs.bias.zero_()
    batch = collate_spans([Feature(np.arange(10, dtype=np.int32), 4, 9, 5, 6)], pad=1)
    assert compute_span_loss(model, batch).item() == pytest.approx(math.log(6))


def test_frozen_layers_and_embeddings_are_not_trained(base):
    model = build_reader(base, seed=1, frozen_layers=1)
    trained = {name for name, value in model.named_parameters() if value.requires_grad}
    assert {"qa_outputs.weight", "qa_outputs.bias"} <= trained
    assert not any("embeddings" in name or "layer.0." in name for name in trained)
    assert any("layer.1." in name for name in trained)


def test_logits_of_a_batch_are_those_of_each_window_alone(base):
    model = build_reader(base, seed=0)
    windows = [[0, 5, 2, 2, *range(6, 6 + n), 2] for n in (3, 9, 1, 30)]
    together = compute_span_logits(model, windows, pad=1)
    for ids, pair in zip(windows, together, strict=True):
        assert pair.shape == (2, len(ids))
        np.testing.assert_allclose(pair, compute_span_logits(model, [ids], 1)[0], atol=0.02)


def reading(log_odds, gold=(), f1=0.0, exact=0.0):
    odds = np.array(log_odds, dtype=np.float64)
    return Reading(odds, np.array(gold, np.int64), "x", float(odds.max()), Score(exact, f1))


def test_a_readers_best_span_is_read_off_and_the_marked_ones_are_known():
    tokenizer = make_tokenizer()
    names = tokenizer.convert_tokens_to_ids(["▁Lu", "▁Xun"])

    def compute_logits(windows):
        return [
            np.stack([np.where(np.array(ids) == name, 6.0, 0.0) for name in names]).astype("f4")
            for ids in windows
        ]

    [found] = read_examples(compute_logits, tokenizer, [make_example()], 64)
    assert found.best == "Lu Xun"
    assert found.best_log_odds == found.log_odds[found.gold[0]] == pytest.approx(12.0)
    assert found.score == (1.0, 1.0)


def test_temperature_undoes_an_exaggeration():
    """Two spans and the null span, right as often as their probabilities say, then times three."""
    odds = [np.log(2.0), np.log(1.0)]  # probabilities 1/2, 1/4, and 1/4 for the null span
    examples = [make_example(), make_example(), make_example(), make_example(answer="")]
    exaggerated = [3 * value for value in odds]
    readings = [reading(exaggerated, [0]), reading(exaggerated, [0]), reading(exaggerated, [1])]
    temperature = fit_span_temperature([*readings, reading(exaggerated)], examples)
    assert temperature == pytest.approx(3.0, rel=0.01)
    cooled = cool_readings([reading(exaggerated)], 3.0)[0]
    assert (list(cooled.log_odds), cooled.best_log_odds) == (pytest.approx(odds), odds[0])
    tensors = {"qa_outputs.bias": torch.ones(2), "other": torch.ones(2)}
    folded = fold_temperature(tensors, 4.0)
    assert folded["qa_outputs.bias"].tolist() == [0.25, 0.25]
    assert folded["other"].tolist() == [1.0, 1.0]


def test_the_threshold_parts_answers_from_silence():
    examples = [make_example(), make_example(), make_example(answer=""), make_example(answer="")]
    readings = [reading([3.0], f1=1.0), reading([1.0], f1=0.8), reading([-1.0]), reading([2.0])]
    # Null scores -3 and -1 have an answer, 1 and -2 have none: from -2.5 on, silence is right twice
    # and an answer once, the mean of 50 and 100; from 0 on it would be that of 90 and 50.
    assert choose_threshold(readings, examples) == pytest.approx(-2.5)
    assert choose_threshold(readings, examples, most_abstained=0.4) == pytest.approx(0.0)
    measures = measure_readings(readings, examples, 0.0)
    assert measures["has_answer_f1"] == 90
    assert measures["no_answer_accuracy"] == 50
    assert measures["f1"] == pytest.approx((1 + 0.8 + 1 + 0) / 4 * 100)
    strict = measure_readings(readings, examples, -2.5)
    assert (strict["has_answer_f1"], strict["no_answer_accuracy"]) == (50, 100)
    assert strict["forced_f1"] == 90
    assert (measures["abstained"], strict["abstained"]) == (0, 50)


def write_data(folder):
    """Twenty articles of a question each, in both languages."""
    for name in ("qa_en", "qa_zh"):
        (folder / name).mkdir(parents=True)
    rest = " filler book it the" * 10
    english = [f"Lu {i} wrote the book in {1900 + i}.{rest}. It is so." for i in range(40)]
    chinese = [f"鲁迅{i}写了这本书。{'这本书写了《呐喊》，' * 8}。" for i in range(40)]
    for path, passages, question, answer in (
        ("qa_en/squadshifts_new_wiki.json", english, "who wrote it?", "Lu"),
        ("qa_zh/cmrc_dev.json", chinese, "谁是写了这本书？", "鲁迅"),
    ):
        articles = [
            {
                "title": f"{path} {i}",
                "paragraphs": [
                    {
                        "context": passage,
                        "qas": [
                            {
                                "question": question,
                                "answers": [{"text": answer, "answer_start": 0}],
                            }
                        ],
                    }
                ],
            }
            for i, passage in enumerate(passages)
        ]
        (folder / path).write_text(json.dumps({"data": articles}), encoding="utf-8")
    return folder


def test_the_command_trains_continues_and_writes_weights_measures_and_card(
    base, tmp_path, monkeypatch
):
    monkeypatch.setattr(question_answering, "TRACED_ITEMS", 4)
    data, out = write_data(tmp_path / "data"), tmp_path / "out"

    def arguments(checkpoints, *more):
        return [
            *("--data", str(data), "--base", str(base), "--out", str(out), "--frozen", "1"),
            *("--checkpoints", str(tmp_path / checkpoints), "--items", "4", "--rate", "0.003"),
            *("--steps", "12", "--trace-every", "8", "--save-every", "5", *more),
        ]

    question_answering.main(arguments("whole"))

    weights = load_file(out / "model.safetensors")
    assert {tensor.dtype for tensor in weights.values()} == {torch.float16}
    assert not any("embeddings" in name or "layer.0." in name for name in weights)
    config = json.loads((out / "config.json").read_text(encoding="utf-8"))
    assert config["sha256"] == hashlib.sha256((out / "model.safetensors").read_bytes()).hexdigest()
    assert config["base"] == "multilingual-e5-small"
    metrics = json.loads((out / "metrics.json").read_text(encoding="utf-8"))
    assert metrics["steps"] == 12
    assert [found["step"] for found in metrics["traced"]] == [8, 12]
    assert {"en_made", "zh_made"} == set(metrics["measuring"]) == set(metrics["validation"])
    card = (out / "README.md").read_text(encoding="utf-8")
    assert str(config["no_answer_threshold"]) in card
    assert str(tmp_path) not in card
    # A run that was cut off after its second checkpoint ends with the same weights.
    with monkeypatch.context() as patch:
        patch.setattr(question_answering, "write_result", lambda *_: None)
        real = question_answering.follow_schedule
        patch.setattr(question_answering, "follow_schedule", lambda *a: real(*a, stop_after=7))
        question_answering.main(arguments("broken"))
    question_answering.main(arguments("broken"))
    for name, tensor in load_file(out / "model.safetensors").items():
        assert torch.equal(tensor, weights[name]), name


def test_a_run_may_begin_with_an_earlier_reader_and_both_are_compared(base, tmp_path, caplog):
    data, first, second = write_data(tmp_path / "data"), tmp_path / "first", tmp_path / "second"
    common = ["--data", str(data), "--base", str(base), "--items", "4", "--rate", "0.003"]

    def train(out, *more):
        folder = str(tmp_path / f"checkpoints of {out.name}")
        question_answering.main([*common, "--out", str(out), "--checkpoints", folder, *more])
        return load_file(out / "model.safetensors")

    earlier = train(first, "--steps", "4")
    later = train(second, "--steps", "1", "--frozen", "1", "--start", str(first))
    assert earlier.keys() == later.keys()
    assert all(torch.equal(later[name], earlier[name]) for name in later if "layer.0." in name)
    assert any(not torch.equal(later[name], earlier[name]) for name in later if "layer.1." in name)
    sha256 = hashlib.sha256((first / "model.safetensors").read_bytes()).hexdigest()
    assert sha256 in (second / "README.md").read_text(encoding="utf-8")
    with caplog.at_level("INFO"):
        qa_comparison.main([*common[:4], str(first), str(second)])
    table = caplog.messages[-1].splitlines()
    assert [line.split(" | ")[::2][:2] for line in table[2:]] == [
        [f"| {name}", reader] for name in ("en_made", "zh_made") for reader in ("first", "second")
    ]
    measured = json.loads((second / "metrics.json").read_text(encoding="utf-8"))["measuring"]
    assert (
        f"| {measured['en_made']['forced_f1']:.1f} | {measured['en_made']['f1']:.1f} |" in table[3]
    )


def test_special_pieces_of_the_tiny_tokenizer_have_the_ids_of_xlm_r():
    assert make_tokenizer().convert_tokens_to_ids(SPECIAL) == [0, 1, 2, 3]
