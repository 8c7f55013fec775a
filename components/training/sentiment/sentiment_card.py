"""Writes the model card; every figure of the shipped weights comes from their measures."""

from collections.abc import Mapping
from typing import Any

from components.training.cards import SENTENCES, fill_run, fill_weights, list_sources

_CARD = """\
---
language: en
license: apache-2.0
base_model: sentence-transformers/all-MiniLM-L6-v2
pipeline_tag: text-classification
---

# English sentiment in three classes

Tells whether an English text sounds negative, neutral or positive. It is
[all-MiniLM-L6-v2](https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2) (Apache-2.0)
fine-tuned as a `BertForSequenceClassification`. Word, position and token-type embeddings stayed
as they were, so `model.safetensors` holds only the trained tensors ({parameters} million
parameters in float16: six layers, pooler and classifier) under their names in the state dict.
Put over the base's weights they give a plain transformers model; the softmax of its logits is
calibrated, since the temperatures are already folded into the classifier.

The weights are under Apache-2.0, like the project and the base.

## Measured with these weights, loaded over the base

| Texts | Measure | Value |
|---|---|---|
{rows}

Two classes means: the neutral probability is left out, the other two are renormalised, and the
larger of them is the answer and the confidence. ECE is the expected calibration error over 15
bins of equal width (Guo et al. 2017).

{neutral}

All figures are in `metrics.json`, validation by source included.

## Training data

| Source | Examples | Validation |
|---|---|---|
{data}

- SST, sentences and phrases with labels from 0 to 4 (0 and 1 negative, 2 neutral, 3 and 4
  positive), and the SST-2 sentences: Socher et al. 2013. Every phrase that is not neutral and a
  random part of the neutral ones.
- Customer reviews of products: Hu and Liu 2004.
- Tweets: TweetEval (Barbieri et al. 2020), from SemEval-2017 task 4 (Rosenthal et al. 2017).
- Wikipedia sentences and questions, taken as neutral: SQuADShifts (Miller et al. 2020),
  CC BY 4.0.
- Sentences of privacy policies, taken as neutral: PolicyQA (Ahmad et al. 2020), MIT.
- Everyday sentences of all three classes, composed by the recipe itself from templates.

{data_licences}

A random half of the texts is written the way people type (`don't`, not `do n't`). Held out as
validation: 500 SST sentences with all their phrases (and phrases of four words or more that
equal one of theirs), a tenth of the tweets and of the reviews, Wikipedia sentences from three
articles, and sentences from every eighth template. Texts that equal an SST-2 or SST dev sentence
or one of the everyday evaluation sentences were dropped before training.

## Recipe

```
{command}
```

{steps} steps in {minutes} minutes on two shared CPU cores: {runs}. AdamW with linear warm-up
over {warm_up:.0%} of a run's steps and linear decay to 0, peak learning rate {peak_rate}, weight
decay {weight_decay} on matrices, gradient norm clipped at {clip_norm}, batches of at most {items}
texts and {token_budget} tokens (padding included), texts of one length together, bfloat16
autocast over float32 weights, seed {seed}. A later run goes on from the one before, with the full
learning rate again, another order and other dropout. Candidates were the end of every run and
the average of their weights (Izmailov et al. 2018); validation alone decided, by the mean of the
three-class accuracy on all texts and the two-class accuracy on SST sentences, before calibration:

| Candidate | Three-class accuracy | Two-class accuracy, SST |
|---|---|---|
{candidates}

Shipped: {chosen}.

## Calibration

Two temperatures, both fitted on validation texts alone. The difference of the positive and the
negative logit is divided by {temperature}, which minimises the negative log-likelihood between
negative and positive on the held-out reviews (SST sentences and customer reviews that are not
neutral): the answer between the two has to be as sure as it is right. What sets the neutral logit
apart from the mean of the other two is then divided by {neutral_temperature}, which minimises the
three-class negative log-likelihood over all validation texts. One temperature (Guo et al. 2017)
cannot do both: reviews, whose phrases were seen often in training, need a larger one than tweets,
Wikipedia and templates.

SST-2 dev was looked at twice. The first run of 3 epochs alone, with one temperature for both
likelihoods, gave 90.02% and an ECE of 0.034 there, more than the 0.03 aimed at. The validation
texts showed why, and the rule above and the second run followed from them; but the change was
made after that look, so the ECE on SST-2 dev is not a wholly independent figure.

## Limits

- English only. It knows the wording of film reviews, product reviews, tweets and plain daily
  life best; elsewhere expect more mistakes.
{sentiment_limits}
- A probability says how sure the model is of the class, not how strong a feeling is, and it
  says nothing about which feeling it is.
{read_limits}
"""


def render_card(config: Mapping[str, Any], report: Mapping[str, Any]) -> str:
    """Fill the card.

    Args:
        config: The written `config.json`.
        report: The content of `metrics.json`.
    """
    recipe, counts = report["recipe"], report["examples"]
    return _CARD.format(
        **recipe,
        **fill_weights(config),
        **fill_run(report["steps"], report["seconds"]),
        **SENTENCES,
        rows=_list_measures(report),
        neutral=_describe_neutral(report),
        data=list_sources(counts, ("training", "validation"), counts["training"]),
        command=_write_command(recipe),
        runs=", then ".join(_count_epochs(epochs) for epochs in recipe["epochs"]),
        candidates=_list_candidates(report["candidates"]),
        chosen=report["chosen"],
    )


def _count_epochs(epochs: int) -> str:
    return "a run of 1 epoch" if epochs == 1 else f"a run of {epochs} epochs"


def _list_candidates(candidates: Mapping[str, Any]) -> str:
    return "\n".join(
        f"| {name} | {measures['three_class']['accuracy']:.2%} "
        f"| {measures['two_class_sst']['accuracy']:.2%} |"
        for name, measures in candidates.items()
    )


def _list_measures(measures: Mapping[str, Any]) -> str:
    dev, validation = measures["sst2_dev"], measures["validation"]
    three, two = validation["three_class"], validation["two_class_sst"]
    dev_name = f"SST-2 dev, {dev['items']} sentences, two classes"
    three_name = f"Validation, {three['items']} texts, three classes"
    two_name = f"Validation, {two['items']} SST sentences, two classes"
    rows = [
        (dev_name, "accuracy", f"{dev['accuracy']:.2%}"),
        (dev_name, "macro-F1", f"{dev['macro_f1']:.4f}"),
        (dev_name, "ECE", f"{dev['ece']:.4f}"),
        (three_name, "accuracy", f"{three['accuracy']:.2%}"),
        (three_name, "macro-F1", f"{three['macro_f1']:.4f}"),
        (three_name, "ECE", f"{three['ece']:.4f}"),
        (two_name, "accuracy", f"{two['accuracy']:.2%}"),
        (two_name, "ECE", f"{two['ece']:.4f}"),
    ]
    if "neutral" in measures:
        neutral = measures["neutral"]
        name = f"Everyday neutral sentences, {neutral['items']}"
        rows.append((name, "read as neutral", str(neutral["labelled_neutral"])))
        rows.append((name, "negative or positive above 0.7", str(neutral["opinion_above_0.7"])))
    return "\n".join(f"| {name} | {measure} | {value} |" for name, measure, value in rows)


def _describe_neutral(measures: Mapping[str, Any]) -> str:
    if "neutral" not in measures:
        return ""
    failed = measures["neutral"]["failed"]
    if not failed:
        return "No everyday neutral sentence was read as surely negative or positive."
    listed = "\n".join(
        f"- {item['text']} (negative {item['negative']}, positive {item['positive']})"
        for item in failed
    )
    return f"Everyday neutral sentences read as surely negative or positive:\n\n{listed}"


def _write_command(recipe: Mapping[str, Any]) -> str:
    epochs = " ".join(str(epochs) for epochs in recipe["epochs"])
    return (
        "python -m components.training.sentiment.sentiment --data DATA --base BASE \\\n"
        f"    --checkpoints CHECKPOINTS --epochs {epochs} --rate {recipe['peak_rate']} "
        f"--seed {recipe['seed']}"
    )
