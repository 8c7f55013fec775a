"""Writes the reader's model card; every figure comes from its measures."""

from collections.abc import Mapping
from typing import Any

from components.training.cards import SENTENCES, fill_run, list_sources, write_millions
from components.training.reader.qa_split import SQUAD2_PASSES

_SETS = {
    "en_written": "English, SQuAD 2.0: all by people",
    "en_made": "English, other sources: unanswerable ones made",
    "zh_written": "Chinese: unanswerable ones written by this project",
    "zh_made": "Chinese: unanswerable ones made",
}
_FITTED = """ Both are fitted to
answerable questions and to written ones without an answer, not to those that the recipe makes; at
most 15% of either language's answerable questions may be left without an answer there."""
_SOURCES_WITH_SQUAD2 = """\
- English: SQuAD 2.0 (Rajpurkar et al. 2018, CC BY-SA 4.0), 18 articles of its development set.
  A pass holds each question of thirteen {passes_of_squad2} times; two articles are for validation,
  three for measuring. SQuADShifts (Miller et al. 2020, CC BY 4.0): Wikipedia, Amazon reviews and
  Reddit posts; PolicyQA (Ahmad et al. 2020, MIT): privacy policies.
- Chinese: CMRC 2018 dev (Cui et al. 2019, CC BY-SA 4.0), simplified; DRCD dev and test (Shao et al.
  2018, CC BY-SA 3.0), traditional. A random half stands in the other characters. `zh_written` are
  the project's own questions.
- *None* are questions without an answer. Those of SQuAD 2.0 and `zh_written` were written; the
  recipe makes the others: the question asks for another name, date or number, most of the time of
  its own passage; the question is turned round by a negation, an opposite or a wrong relation; it
  meets another paragraph of its article; or its passage loses the sentences of the answer."""
_SOURCES_WITHOUT = """\
- English: SQuADShifts (Miller et al. 2020, CC BY 4.0): Wikipedia, Amazon reviews and Reddit posts;
  PolicyQA (Ahmad et al. 2020, MIT): privacy policies. Three articles of SQuAD 2.0 (Rajpurkar et al.
  2018, CC BY-SA 4.0) only measure.
- Chinese: CMRC 2018 dev (Cui et al. 2019, CC BY-SA 4.0), simplified; DRCD dev and test (Shao et al.
  2018, CC BY-SA 3.0), traditional. In training each also stands in the other characters.
  `zh_written` are the project's own questions.
- *None* are questions without an answer. Those of SQuAD 2.0 and `zh_written` were written; the
  recipe made the others: the question with another paragraph of its article, the passage without
  the sentences of the answer, or the question with another name or number, an antonym or a
  negation."""
_WORDS = ("no", "one", "two", "three", "four", "five", "six")
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

On held-out articles that nothing was trained on, fitted to or chosen by, with the one threshold
below. English is scored as SQuAD's script does, Chinese as CMRC 2018's (characters). *Has answer*
is the F1 where there is one, *abstained* how often the answer is then "the text does not say",
*noticed* how often it is where the text does not say, *best span* the F1 where there is an answer
and the null span is left out. All in percent.

| | Questions | F1 | Has answer | Abstained | Noticed | Best span | ECE |
|---|---|---|---|---|---|---|---|
{rows}

The questions without an answer decide what *noticed* and *F1* mean. Those that people wrote for
SQuAD 2.0 use the passage's own words for what it does not say, and so do the Chinese ones, which
this project wrote one by one for passages of the held-out articles ({written} of them, in
`chinese_unanswerable.json` beside the recipe; nobody else has checked them). Those that the recipe
makes out of other questions are easier: their figure promises nothing about people's questions.

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

{sources}

{data_licences} Training,
validation and measuring share no article.

## Recipe

```
{command}
```

{beginning}{steps} steps in {minutes} minutes on {device} ({passes:.2f} passes over {windows}
windows of at most {trained_max_tokens} tokens). AdamW with linear warm-up over {warm_up:.0%} of
the run and linear decay to 0{by_clock}, peak learning rate {peak_rate}, weight decay
{weight_decay} on matrices, gradient norm clipped at {clip_norm}, batches of at most {items}
windows, bfloat16 autocast over float32 weights, seed {seed}. The last step is what is shipped.

## Calibration

Every logit is divided by {temperature}, which is folded into the span head: with it the marked
spans, or the null span, are most likely on the validation set. The threshold has the highest mean
of has-answer F1 and no-answer accuracy there, both languages with equal weight.{fitted}

## Limits

- It copies; it does not count, compare, infer or sum up. An answer in two places is half an answer.
- Yes-or-no questions have no span to point at.
- Whether a question has an answer is the harder half: questions that use the passage's own words
  for something that it does not say are often answered all the same (see *noticed*).
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
    layers = recipe["base_layers"]
    return _CARD.format(
        **recipe,
        **{key: config[key] for key in ("read_tokens", "overlap_tokens", "trained_max_tokens")},
        **SENTENCES,
        no_answer_threshold=config["no_answer_threshold"],
        temperature=config["temperature"],
        frozen=f"Embeddings and the lowest {layers} layers" if layers else "Embeddings",
        **fill_run(report["steps"], report["seconds"]),
        parameters=write_millions(config["trained_parameters"]),
        beginning=_describe_start(recipe["start"]),
        by_clock=" by the clock" if recipe["most_minutes"] else "",
        written=report["examples"]["measuring"].get("zh_written, none", 0),
        fitted=_FITTED if "squad2" in report["examples"]["validation"] else "",
        sources=_describe_sources("squad2" in report["examples"]["training"]),
        rows=_list_measures(report["measuring"]),
        data=list_sources(report["examples"]),
        command=_write_command(recipe),
        windows=report["windows"],
        passes=report["passes"],
    )


def _list_measures(measures: Mapping[str, Mapping[str, Any]]) -> str:
    keys = ("f1", "has_answer_f1", "abstained", "no_answer_accuracy", "forced_f1")
    return "\n".join(
        f"| {_SETS[name]} | {found['items']} | "
        + " | ".join(f"{found[key]:.1f}" for key in keys)
        + f" | {found['ece']:.3f} |"
        for name, found in measures.items()
    )


def _describe_sources(has_squad2: bool) -> str:
    if not has_squad2:
        return _SOURCES_WITHOUT
    return _SOURCES_WITH_SQUAD2.format(passes_of_squad2=_WORDS[SQUAD2_PASSES])


def _describe_start(sha256: str | None) -> str:
    if sha256 is None:
        return ""
    return (
        "The run began with the weights of this reader's earlier version (sha256 of its\n"
        f"`model.safetensors`: {sha256}),\n"
        "trained on the same articles without those of SQuAD 2.0. START is their folder. What\n"
        "`--frozen` leaves alone is as that version has it.\n\n"
    )


def _write_command(recipe: Mapping[str, Any]) -> str:
    steps = f" --steps {recipe['max_steps']}" if recipe["max_steps"] else ""
    steps += f" --minutes {recipe['most_minutes']:g}" if recipe["most_minutes"] else ""
    start = " --start START" if recipe["start"] else ""
    return (
        "python -m components.training.reader.question_answering --data DATA --base BASE \\\n"
        f"    --checkpoints CHECKPOINTS{start} --device {recipe['device']} \\\n"
        f"    --items {recipe['items']} --epochs {recipe['epochs']}{steps} "
        f"--rate {recipe['peak_rate']} \\\n"
        f"    --frozen {recipe['frozen_layers']} --seed {recipe['seed']}"
    )
