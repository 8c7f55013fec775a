"""Writes the bilingual model card; every figure of the weights comes from their measures."""

from collections.abc import Mapping
from typing import Any

from components.training.cards import SENTENCES, fill_run, fill_weights, list_sources

_CARD = """\
---
language: [en, zh]
license: apache-2.0
base_model: intfloat/multilingual-e5-small
pipeline_tag: text-classification
---

# Sentiment in three classes, English and Chinese

Tells whether an English or a Chinese text sounds negative, neutral or positive. It is
[multilingual-e5-small](https://huggingface.co/intfloat/multilingual-e5-small) (MIT), out of 4-bit
weights, fine-tuned as a `BertForSequenceClassification`. Embeddings and the lowest {frozen_layers}
layers stayed as they were, so `model.safetensors` holds only the trained tensors ({parameters}
million parameters in float16: the other layers, pooler and classifier) under their names in the
state dict. Put over the base's weights they give a plain transformers model; the softmax of its
logits is calibrated, since the temperatures are already folded into the classifier.

The weights are under Apache-2.0, like the project.

## Measured with these weights, loaded over the base

| Texts | Items | Classes | Accuracy | Macro-F1 | ECE |
|---|---|---|---|---|---|
{rows}

Nothing was trained on, fitted to or chosen by these texts. Two classes means: the neutral
probability is left out, the other two are renormalised, and the larger of them is the answer and
the confidence. ECE is the expected calibration error over 15 bins of equal width (Guo et al.
2017).

{neutral}

All figures are in `metrics.json`, accuracy by source included.

## Data

| Source | Training | Validation | Measuring |
|---|---|---|---|
{data}

- English: SST sentences and phrases, SST-2 (Socher et al. 2013); customer reviews (Hu and Liu
  2004); tweets (TweetEval, Barbieri et al. 2020; Rosenthal et al. 2017); Wikipedia sentences and
  questions, taken as neutral (SQuADShifts, Miller et al. 2020, CC BY 4.0); sentences of privacy
  policies, taken as neutral (PolicyQA, Ahmad et al. 2020, MIT).
- Chinese: take-away reviews (`zh_takeaway`) and shop reviews by category (books, tablets, fruit,
  shampoo, clothes) of ChineseNlpCorpus; sentences and questions of encyclopedias, taken as
  neutral: CMRC 2018 (Cui et al. 2019, CC BY-SA 4.0) and DRCD (Shao et al. 2018, CC BY-SA 3.0).
- Everyday sentences of all three classes in both languages, composed by the recipe itself from
  templates.

{data_licences}

Two whole shop categories, computers (`zh_计算机`) and a dairy brand (`zh_蒙牛`), are in no training
text: they stand for reviews of things the model has not met. Held out too are a tenth of the
tweets and of the English reviews, 500 SST sentences with their phrases, 1,000 take-away reviews,
a tenth of the articles, and every eighth template. What is held out is parted at random into
halves: validation, on which the calibration is fitted, and measuring. A quarter of the simplified
texts is trained on in traditional characters, half of the traditional ones in simplified
characters. Chinese texts that the sources label both ways were dropped, and so was every training
text that equals a held-out one, an SST-2 or SST dev sentence or an everyday evaluation sentence.

## Recipe

```
{command}
```

{steps} steps in {minutes} minutes on two shared CPU cores ({passes:.1f} passes). AdamW with linear
warm-up over {warm_up:.0%} of the steps and linear decay to 0, peak learning rate {peak_rate},
weight decay {weight_decay} on matrices, gradient norm clipped at {clip_norm}, batches of at most
{items} texts and {token_budget} tokens (padding included), texts of one length together, bfloat16
autocast over float32 weights, seed {seed}. One run, its last step: nothing was selected.

## Calibration

Two temperatures, fitted on the validation half. The difference of the positive and the negative
logit is divided by {temperature}, which minimises the negative log-likelihood between negative and
positive on held-out reviews, English and Chinese in equal parts. What sets the neutral logit apart
from the mean of the other two is then divided by {neutral_temperature}, which minimises the
three-class negative log-likelihood over all validation texts.

## Limits

- English and Chinese. The base has seen about 100 languages; what it answers in others was not
  measured.
- Chinese opinions were learned from shop and take-away reviews; films, news and politics are
  foreign to it. Chinese reviews are labelled good or bad only, so Chinese neutral texts are
  encyclopedic or plain everyday sentences; a lukewarm review gets one of the two verdicts.
- The labels of the Chinese reviews are partly wrong: buyers who praise and tick one star, or the
  other way round.
{sentiment_limits}
- A probability says how sure the model is of the class, not how strong a feeling is.
{read_limits}
"""


def render_card(config: Mapping[str, Any], report: Mapping[str, Any]) -> str:
    """Fill the card.

    Args:
        config: The written `config.json`.
        report: The content of `metrics.json`.
    """
    recipe = report["recipe"]
    return _CARD.format(
        **recipe,
        **fill_weights(config),
        **fill_run(report["steps"], report["seconds"]),
        **SENTENCES,
        rows=_list_measures(report),
        neutral=_describe_neutral(report),
        data=list_sources(report["examples"]),
        command=_write_command(recipe),
        passes=report["passes"],
    )


def _list_measures(report: Mapping[str, Any]) -> str:
    three, two = report["measuring"]["three_class"], report["measuring"]["two_class"]
    rows = [
        ("SST-2 dev", "2", report["sst2_dev"]),
        ("SST sentences", "2", two["sst"]),
        ("Chinese reviews of unseen categories", "2", two["zh_unseen"]),
        ("the same in traditional characters", "2", report["traditional"]),
        ("Chinese take-away reviews", "2", two["zh_takeaway"]),
        ("English texts of all sources", "3", three["en"]),
        ("Chinese texts of all sources", "3", three["zh"]),
    ]
    return "\n".join(
        f"| {name} | {found['items']} | {classes} | {found['accuracy']:.2%} "
        f"| {found['macro_f1']:.4f} | {found['ece']:.4f} |"
        for name, classes, found in rows
    )


def _describe_neutral(report: Mapping[str, Any]) -> str:
    if "neutral" not in report:
        return ""
    found = report["neutral"]
    return (
        f"Of {found['items']} everyday neutral sentences in English, {found['labelled_neutral']} "
        f"are read as neutral\nand {found['opinion_above_0.7']} as negative or positive with more "
        "than 0.7."
    )


def _write_command(recipe: Mapping[str, Any]) -> str:
    return (
        "python -m components.training.sentiment.bilingual_sentiment --data DATA --base BASE \\\n"
        f"    --checkpoints CHECKPOINTS --epochs {recipe['epochs']} --steps {recipe['max_steps']} "
        f"\\\n    --rate {recipe['peak_rate']} --seed {recipe['seed']}"
    )
