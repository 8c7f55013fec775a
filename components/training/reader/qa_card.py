"""Writes the reader's model card; every figure comes from its measures."""

from collections.abc import Mapping
from typing import Any

from components.training.cards import SENTENCES, fill_run, list_sources, write_millions

_CARD = """\
---
language: [en, zh]
license: apache-2.0
base_model: intfloat/multilingual-e5-small
pipeline_tag: question-answering
---

# Extractive question answering, English and Chinese

Finds the answer to a question in a passage, word by word as it stands there, or says that the
passage does not hold it. It is
[multilingual-e5-small](https://huggingface.co/intfloat/multilingual-e5-small) (MIT), out of 4-bit
weights, fine-tuned as a `BertForQuestionAnswering`. {frozen} stayed as they were, so
`model.safetensors` holds only the trained tensors ({parameters} million parameters in float16)
under their names in the state dict. Put over the base's weights they give a plain transformers
model.

The weights are under Apache-2.0, like the project.

## Measured with these weights

On held-out articles that nothing was trained on, fitted to or chosen by; a third of the questions
have no answer in their passage. English is scored as SQuAD's script does, Chinese as CMRC 2018's
(characters). *Has answer* is the F1 where there is one, *no answer* the accuracy where there is
none, *best span* the F1 where there is an answer and the null span is left out. All in percent.

| | Questions | Exact | F1 | Has answer | No answer | Best span, exact | Best span | ECE |
|---|---|---|---|---|---|---|---|---|
{rows}

ECE is the expected calibration error, over 15 bins, of the probability of the answer that is given
against its exact match. All figures, losses by step included, are in `metrics.json`.

## How an answer is found

Windows of at most {read_tokens} tokens, question included, overlap by {overlap_tokens}. A span's
score is its start logit plus its end logit; the null span's is that of `<s>`. "The text does not
say" is the answer where the null span's score exceeds the best span's by more than
{no_answer_threshold}.

## Data

| Source | Training | Validation | Measuring |
|---|---|---|---|
{data}

- English: SQuADShifts (Miller et al. 2020, CC BY 4.0): Wikipedia, Amazon reviews and Reddit posts;
  PolicyQA (Ahmad et al. 2020, MIT): privacy policies.
- Chinese: CMRC 2018 dev (Cui et al. 2019, CC BY-SA 4.0), simplified; DRCD dev and test (Shao et al.
  2018, CC BY-SA 3.0), traditional. In training each also stands in the other characters.
- *None* are questions without an answer, made by the recipe: the question with another paragraph of
  its article, the passage without the sentences of the answer, or the question with another name or
  number, an antonym or a negation.

{data_licences} Training,
validation and measuring share no article.

## Recipe

```
{command}
```

{steps} steps in {minutes} minutes on {device} ({passes:.2f} passes over {windows} windows of at
most {trained_max_tokens} tokens). AdamW with linear warm-up over {warm_up:.0%} of the steps and
linear decay to 0, peak learning rate {peak_rate}, weight decay {weight_decay} on matrices, gradient
norm clipped at {clip_norm}, batches of at most {items} windows, bfloat16 autocast over float32
weights, seed {seed}. The last step is what is shipped.

## Calibration

Every logit is divided by {temperature}, which is folded into the span head: with it the marked
spans, or the null span, are most likely on the validation set. The threshold has the highest mean
of has-answer F1 and no-answer accuracy there.

## Limits

- It copies; it does not count, compare, infer or sum up. An answer in two places is half an answer.
- Yes-or-no questions have no span to point at.
- Whether a question has an answer is the harder half: questions that use the passage's own words
  for something that it does not say are often answered all the same.
- Trained on passages of encyclopedias, reviews, posts and privacy policies; other kinds of text,
  and other languages, were not measured.
- A span begins and ends with a token of the vocabulary; Chinese answers may hold a character too
  many.
"""


def render_card(config: Mapping[str, Any], report: Mapping[str, Any]) -> str:
    """Fill the card.

    Args:
        config: The written `config.json`.
        report: The content of `metrics.json`.
    """
    recipe = report["recipe"]
    layers = recipe["frozen_layers"]
    return _CARD.format(
        **recipe,
        **{key: config[key] for key in ("read_tokens", "overlap_tokens", "trained_max_tokens")},
        **SENTENCES,
        no_answer_threshold=config["no_answer_threshold"],
        temperature=config["temperature"],
        frozen=f"Embeddings and the lowest {layers} layers" if layers else "Embeddings",
        **fill_run(report["steps"], report["seconds"]),
        parameters=write_millions(config["trained_parameters"]),
        rows=_list_measures(report["measuring"]),
        data=list_sources(report["examples"]),
        command=_write_command(recipe),
        windows=report["windows"],
        passes=report["passes"],
    )


def _list_measures(measures: Mapping[str, Mapping[str, Any]]) -> str:
    keys = ("exact", "f1", "has_answer_f1", "no_answer_accuracy", "forced_exact", "forced_f1")
    names = {"en": "English", "zh": "Chinese"}
    return "\n".join(
        f"| {names[language]} | {found['items']} | "
        + " | ".join(f"{found[key]:.1f}" if key in found else "–" for key in keys)
        + f" | {found['ece']:.3f} |"
        for language, found in measures.items()
    )


def _write_command(recipe: Mapping[str, Any]) -> str:
    steps = f" --steps {recipe['max_steps']}" if recipe["max_steps"] else ""
    return (
        "python -m components.training.reader.question_answering --data DATA --base BASE \\\n"
        f"    --checkpoints CHECKPOINTS --device {recipe['device']} --items {recipe['items']} "
        f"--epochs {recipe['epochs']}{steps} \\\n    --rate {recipe['peak_rate']} "
        f"--frozen {recipe['frozen_layers']} --seed {recipe['seed']}"
    )
