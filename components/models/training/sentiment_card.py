"""Writes the model card from the measures, so no figure in it is typed by hand."""

from collections.abc import Mapping
from typing import Any

from components.models.training.fine_tuning import Recipe

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
calibrated, since the temperature is already divided into the classifier.

The weights are under Apache-2.0, like the project and the base.

## Measured with these weights, loaded over the base

| Texts | Measure | Value |
|---|---|---|
{rows}

Two classes means: the neutral probability is left out, the other two are renormalised, and the
larger of them is the answer and the confidence. ECE is the expected calibration error over 15
bins of equal width (Guo et al. 2017). {neutral}

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

The data's licences differ from the code's, and the data are not part of the project.

A random half of the texts is written the way people type (`don't`, not `do n't`). Held out as
validation: 500 SST sentences with all their phrases (and phrases of four words or more that
equal one of theirs), a tenth of the tweets and of the reviews, Wikipedia sentences from three
articles, and sentences from every eighth template. Texts that equal an SST-2 or SST dev sentence
or one of the everyday evaluation sentences were dropped before training.

## Recipe

```
{command}
```

{recipe}

AdamW with linear warm-up over {warm_up} of the steps and linear decay to 0, peak learning rate
{rate}, weight decay {decay} on matrices, gradient norm clipped at {clip}, batches of at most
{items} texts and {budget} tokens (padding included), texts of one length together, bfloat16
autocast over float32 weights, seed {seed}. Epoch {epoch} was chosen by validation: the
best mean of the three-class accuracy and of the two-class accuracy on SST sentences.

Temperature {temperature}, fitted on the validation texts alone. It minimises the mean of two
negative log-likelihoods with equal weight: three classes over all validation texts (alone it
would give {three_class}), because the app shows three classes; and negative against positive on
the held-out SST sentences that are not neutral (alone {two_class}), because the answer between
the two has to be as sure as it is right.

## Limits

- English only. It knows the wording of film reviews, product reviews, tweets and plain daily
  life best; elsewhere expect more mistakes.
- Irony, and opinions that need knowledge of the world, are often read the wrong way.
- Mixed texts get one answer. Neutral stands both for no opinion and for opinions in balance.
- A probability says how sure the model is of the class, not how strong a feeling is, and it
  says nothing about which feeling it is.
- Trained on texts of at most 128 tokens; longer ones, up to 512, are read but were not measured.
- Names of people, groups and places may shift the answer; it must not decide about people.
"""


def render_card(
    config: Mapping[str, Any],
    measures: Mapping[str, Any],
    counts: Mapping[str, Mapping[str, int]],
    recipe: Recipe,
    run: Mapping[str, Any],
) -> str:
    """Fills the card.

    Args:
        config: The written ``config.json``.
        measures: The result of ``measure_export``.
        counts: Examples by source for ``training`` and ``validation``.
        recipe: Hyper-parameters of the run.
        run: ``steps``, ``seconds`` and the chosen ``epoch``, from 0.
    """
    fits = config["temperature_fits"]
    return _CARD.format(
        parameters=f"{config['trained_parameters'] / 1e6:.1f}",
        rows=_list_measures(measures),
        neutral=_describe_neutral(measures),
        data=_list_sources(counts),
        command=_write_command(recipe),
        recipe=(
            f"{recipe.epochs} epochs, {run['steps']} steps, {run['seconds'] / 60:.0f} minutes on "
            "two shared CPU cores."
        ),
        warm_up=f"{recipe.warm_up:.0%}",
        rate=recipe.peak_rate,
        decay=recipe.weight_decay,
        clip=recipe.clip_norm,
        items=recipe.items,
        budget=recipe.token_budget,
        seed=recipe.seed,
        epoch=run["epoch"] + 1,
        temperature=config["temperature"],
        three_class=fits["three_class"],
        two_class=fits["two_class"],
    )


def _list_measures(measures: Mapping[str, Any]) -> str:
    dev, validation = measures["sst2_dev"], measures["validation"]
    three, two = validation["three_class"], validation["two_class_sst"]
    dev_name = f"SST-2 dev, {dev['items']} sentences, two classes"
    three_name = f"Validation, {validation['items']} texts, three classes"
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


def _list_sources(counts: Mapping[str, Mapping[str, int]]) -> str:
    training, validation = counts["training"], counts["validation"]
    return "\n".join(
        f"| {source} | {count} | {validation.get(source, 0)} |"
        for source, count in training.items()
    )


def _write_command(recipe: Recipe) -> str:
    return (
        "python -m components.models.training.sentiment --data DATA --base BASE \\\n"
        f"    --checkpoints CHECKPOINTS --epochs {recipe.epochs} --rate {recipe.peak_rate} "
        f"--seed {recipe.seed}"
    )
