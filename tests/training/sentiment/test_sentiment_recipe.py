from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertForSequenceClassification

from components.training import fine_tuning
from components.training.batches import collate, plan_batches
from components.training.fine_tuning import (
    Recipe,
    TokenisedSet,
    compute_rate,
    fine_tune,
    follow_schedule,
)
from components.training.sentiment.sentiment_data import Split
from components.training.sentiment.sentiment_export import (
    Candidate,
    average_tensors,
    choose_candidate,
)
from components.training.sentiment.sentiment_measures import (
    measure_neutral,
    measure_two_classes,
    measure_validation,
)
from components.training.sentiment.sentiment_model import (
    apply_overlay,
    build_classifier,
    predict_logits,
)
from components.training.sentiment.sentiment_sources import Example

RECIPE = Recipe(epochs=2, items=4, token_budget=64, seed=3, save_every=2)
DATA = TokenisedSet(
    token_ids=[[1, 5 + i % 7, 6 + i % 11, *([9] * (i % 10)), 2] for i in range(26)],
    labels=[i % 3 for i in range(26)],
    pad=0,
)


def _make_model() -> BertForSequenceClassification:
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=32,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=128,
        num_labels=3,
    )
    model = BertForSequenceClassification(config)
    for parameter in model.bert.embeddings.parameters():
        parameter.requires_grad = False
    return model


def test_a_continued_run_ends_in_the_state_of_an_uninterrupted_one(tmp_path: Path) -> None:
    whole, broken = _make_model(), _make_model()
    finished = fine_tune(whole, DATA, RECIPE, tmp_path / "whole", lambda epoch: {"epoch": epoch})

    fine_tune(broken, DATA, RECIPE, tmp_path / "broken", stop_after=5)
    # A new process starts from other weights; the checkpoint has to replace them.
    resumed = _make_model()
    torch.nn.init.normal_(resumed.classifier.weight)
    progress = fine_tune(resumed, DATA, RECIPE, tmp_path / "broken", lambda epoch: {"epoch": epoch})

    assert progress["step"] == finished["step"] == finished["steps"] > 5
    assert progress["epochs"] == finished["epochs"] == [{"epoch": 0}, {"epoch": 1}]
    for name, tensor in whole.state_dict().items():
        assert torch.equal(tensor, resumed.state_dict()[name]), name
    start = _make_model().state_dict()
    assert not torch.equal(start["classifier.weight"], whole.state_dict()["classifier.weight"])
    embeddings = "bert.embeddings.word_embeddings.weight"
    assert torch.equal(start[embeddings], whole.state_dict()[embeddings])
    assert not list(tmp_path.rglob("*.unfinished"))


def test_batches_hold_every_text_once_and_repeat_by_seed_and_epoch() -> None:
    lengths = [3, 5, 9, 17, 40, 130, 8, 7] * 10

    batches = plan_batches(lengths, items=4, token_budget=128, seed=1, epoch=0)

    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    assert batches == plan_batches(lengths, items=4, token_budget=128, seed=1, epoch=0)
    assert batches != plan_batches(lengths, items=4, token_budget=128, seed=1, epoch=1)
    assert max(len(batch) for batch in batches) == 4
    assert all(len(batch) == 1 for batch in batches if max(lengths[i] for i in batch) > 64)


def test_collate_pads_to_a_fixed_width_and_keeps_the_separator_of_a_cut_text() -> None:
    batch = collate([[1, 7, 2], [1, *([5] * 200), 2]], [0, 2], [0, 1], pad=0)

    assert batch.input_ids.shape == (2, 128)
    assert batch.attention_mask.sum(dim=1).tolist() == [3, 128]
    assert batch.input_ids[0, :4].tolist() == [1, 7, 2, 0]
    assert batch.input_ids[1, -1].item() == 2
    assert batch.labels.tolist() == [0, 2]


def test_a_run_by_the_clock_ends_in_time_and_its_rate_falls_with_the_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    rates: list[float] = []
    ends: list[int] = []

    def take_step(*arguments: Any) -> float:
        now[0] += 10.0
        rates.append(arguments[-1])
        return 0.0

    monkeypatch.setattr(fine_tuning, "_take_step", take_step)
    monkeypatch.setattr(fine_tuning.time, "monotonic", lambda: now[0])
    recipe = replace(RECIPE, most_minutes=1.0, peak_rate=1.0, warm_up=0.01)
    schedule = [(0, [0])] * 100

    def run() -> dict[str, Any]:
        return follow_schedule(
            _make_model(), schedule, lambda _: torch.zeros(()), recipe, tmp_path, ends.append
        )

    assert run()["step"] == 6
    assert len(ends) == 1, "it is measured once, at its end"
    assert rates[1:] == pytest.approx([5 / 6, 4 / 6, 3 / 6, 2 / 6, 1 / 6], abs=0.02)
    assert run()["step"] == 6, "what is over is not continued"


def test_rate_rises_to_the_peak_and_falls_to_nothing() -> None:
    recipe = Recipe(peak_rate=1.0, warm_up=0.1)

    rates = [compute_rate(step, 100, recipe) for step in range(101)]

    assert rates[0] == pytest.approx(0.1)
    assert max(rates) == rates[9] == rates[10] == 1.0
    assert rates[55] == pytest.approx(0.5)
    assert rates[100] == 0.0


def test_classifier_on_a_base_freezes_only_the_embeddings(tmp_path: Path) -> None:
    _make_model().bert.save_pretrained(tmp_path)

    model = build_classifier(tmp_path, seed=1)

    frozen = [name for name, value in model.named_parameters() if not value.requires_grad]
    assert frozen
    assert all(name.startswith("bert.embeddings.") for name in frozen)
    assert model.config.id2label == {0: "negative", 1: "neutral", 2: "positive"}
    with pytest.raises(KeyError):
        apply_overlay(model, {"no.such.weight": torch.zeros(1)})


def test_prediction_does_not_depend_on_the_order() -> None:
    model = _make_model()
    ids = [[1, *([5] * length), 2] for length in (30, 2, 11)]

    forward = predict_logits(model, ids, pad=0, items=2)
    backward = predict_logits(model, ids[::-1], pad=0, items=2)

    torch.testing.assert_close(forward, backward.flip(0))


def test_validation_chooses_the_candidate_and_the_later_of_equals() -> None:
    split = Split([], [Example("", 2, "sst"), Example("", 0, "sst"), Example("", 1, "wiki")])
    right = np.array([[0.0, 0.0, 5.0], [5.0, 0.0, 0.0], [0.0, 5.0, 0.0]])
    wrong = right[:, ::-1]

    chosen = choose_candidate(
        [Candidate("a", {}, right), Candidate("b", {}, wrong), Candidate("c", {}, right)], split
    )

    assert chosen.name == "c"
    measures = measure_validation(right, split.validation)
    assert measures["accuracy_by_source"] == {"sst": 1.0, "wiki": 1.0}
    assert measures["two_class_sst"]["items"] == 2


def test_average_of_tensors() -> None:
    members = [{"w": torch.tensor([1.0, 2.0])}, {"w": torch.tensor([3.0, 6.0])}]

    assert average_tensors(members)["w"].tolist() == [2.0, 4.0]


def test_measures_of_two_classes_leave_the_neutral_out() -> None:
    probabilities = np.array([[0.1, 0.8, 0.1 / 9], [0.02, 0.9, 0.08]])

    measures = measure_two_classes(np.log(probabilities), np.array([0, 0]))

    assert measures["accuracy"] == 0.5
    assert measures["macro_f1"] == pytest.approx((2 / 3 + 0) / 2)
    assert measures["ece"] == pytest.approx(((1 - 0.9) + 0.8) / 2)


def test_neutral_sentences_fail_above_the_limit_only() -> None:
    measures = measure_neutral(
        ["a", "b", "c"], np.array([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8], [0.1, 0.8, 0.1]])
    )

    assert measures["opinion_above_0.7"] == 1
    assert measures["labelled_neutral"] == 1
    assert measures["failed"] == [{"text": "b", "negative": 0.1, "positive": 0.8}]
