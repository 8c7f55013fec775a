"""Puts together the training and validation sets of the English sentiment classifier."""

import random
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from components.training.sentiment.everyday_sentences import compose_everyday_sentences
from components.training.sentiment.sentiment_sources import (
    Example,
    read_customer_reviews,
    read_evaluation_keys,
    read_passages,
    read_sst2_train,
    read_trees,
    read_tweets,
)
from components.training.sentiment.sst_trees import Phrase, to_three_classes
from components.training.text_keys import detokenise, text_key

HELD_OUT_TREES = 500
HELD_OUT_SHARE = 0.1
HELD_OUT_WIKI_ARTICLES = 3
HELD_OUT_WIKI_SENTENCES = 300
NEUTRAL_PHRASES = 22_000
WIKI_SENTENCES = 7_000
POLICY_SENTENCES = 2_000
QUESTIONS = 3_000
EVERYDAY_NEUTRAL = 6_000
EVERYDAY_OPINIONS = 2_500
EVERYDAY_HELD_OUT = 150
# Phrases of one to three words ("the film") stand in many sentences and say nothing about the
# one they come from; from four words on an equal phrase would leak a held-out sentence.
LEAKING_WORDS = 4


class Split(NamedTuple):
    """Training and validation examples; no validation text is among the training texts."""

    training: list[Example]
    validation: list[Example]

    def count_sources(self) -> dict[str, dict[str, int]]:
        """Return the examples of each source, for training and for validation."""
        return {
            "training": dict(Counter(example.source for example in self.training)),
            "validation": dict(Counter(example.source for example in self.validation)),
        }


def build_split(data: Path, neutral_csv: Path | None, seed: int) -> Split:
    """Read all sources and split them without leakage.

    Args:
        data: Folder with the subfolders `sentiment_en` and `qa_en`.
        neutral_csv: Evaluation sentences that must not be trained on, if the file is there.
        seed: Seed of every random choice.

    Returns:
        The split; the same folder and seed give the same split.
    """
    rng = random.Random(seed)
    sentiment = data / "sentiment_en"
    trees = read_trees(sentiment / "sst_trees_train.txt")
    rng.shuffle(trees)
    validation = [
        Example(tree[0].text, to_three_classes(tree[0].label), "sst")
        for tree in trees[:HELD_OUT_TREES]
    ]
    training = select_phrases(trees[HELD_OUT_TREES:], NEUTRAL_PHRASES, rng)
    # SST-2 repeats the opinionated sentences in lower case; one that matches no tree that is
    # trained on might be a held-out sentence in another spelling.
    known = {text_key(tree[0].text) for tree in trees[HELD_OUT_TREES:]}
    repeated = read_sst2_train(sentiment / "sst2_train.tsv")
    training += [example for example in repeated if text_key(example.text) in known]
    reviews = read_customer_reviews(sentiment / "custrev.all")
    for source in (reviews, _read_all_tweets(sentiment)):
        rng.shuffle(source)
        cut = round(HELD_OUT_SHARE * len(source))
        validation += source[:cut]
        training += source[cut:]
    passage_split = _split_passages(data / "qa_en", rng)
    everyday_split = _split_everyday(seed)
    training += passage_split.training + everyday_split.training
    validation += passage_split.validation + everyday_split.validation
    leaking = collect_leaking_keys(trees[:HELD_OUT_TREES], validation)
    forbidden = read_evaluation_keys(sentiment, neutral_csv)
    validation = [example for example in validation if text_key(example.text) not in forbidden]
    training = drop_texts(training, leaking | forbidden)
    return Split(vary_forms(training, rng), vary_forms(validation, rng))


def select_phrases(
    trees: Iterable[list[Phrase]], neutral_limit: int, rng: random.Random
) -> list[Example]:
    """Take every different opinionated phrase and a random part of the neutral ones.

    A whole sentence is always taken, even a neutral one. A phrase that the trees label in more
    than one class is left out unless it is a whole sentence.
    """
    sentences: dict[str, int] = {}
    labels: dict[str, set[int]] = {}
    for tree in trees:
        sentences[tree[0].text] = to_three_classes(tree[0].label)
        for phrase in tree[1:]:
            labels.setdefault(phrase.text, set()).add(to_three_classes(phrase.label))
    phrases = {
        text: min(found)
        for text, found in labels.items()
        if len(found) == 1 and text not in sentences and text_key(text)
    }
    neutral = [text for text, label in phrases.items() if label == 1]
    rng.shuffle(neutral)
    kept = [Example(text, label, "sst_phrases") for text, label in phrases.items() if label != 1]
    kept += [Example(text, 1, "sst_phrases") for text in neutral[:neutral_limit]]
    return kept + [Example(text, label, "sst") for text, label in sentences.items()]


def collect_leaking_keys(
    held_out_trees: Iterable[list[Phrase]], validation: Iterable[Example]
) -> set[str]:
    """Return the keys of the held-out texts and of the longer phrases inside held-out sentences."""
    keys = {text_key(example.text) for example in validation}
    for tree in held_out_trees:
        keys |= {
            text_key(phrase.text) for phrase in tree if len(phrase.text.split()) >= LEAKING_WORDS
        }
    return keys


def drop_texts(examples: Iterable[Example], keys: set[str]) -> list[Example]:
    """Leave out every example whose text has one of the keys."""
    return [example for example in examples if text_key(example.text) not in keys]


def vary_forms(examples: Iterable[Example], rng: random.Random) -> list[Example]:
    """Write a random half of the pre-tokenised texts as people type them.

    Tweets lose their `@user` marks in a random half, since the app's users write none.
    """
    varied = []
    for example in examples:
        text = example.text
        if rng.random() < 0.5:
            text = text.replace("@user", " ") if example.source == "tweets" else detokenise(text)
        text = " ".join(text.split())
        if text_key(text):
            varied.append(example._replace(text=text))
    return varied


def _read_all_tweets(folder: Path) -> list[Example]:
    tweets = [
        tweet
        for part in ("test", "val")
        for tweet in read_tweets(
            folder / f"tweets_{part}_text.txt", folder / f"tweets_{part}_labels.txt"
        )
    ]
    return list({text_key(tweet.text): tweet for tweet in tweets}.values())


def _split_passages(folder: Path, rng: random.Random) -> Split:
    """Return neutral sentences and questions, split by Wikipedia article."""
    sentences, questions = read_passages(folder / "squadshifts_new_wiki.json")
    order = list(range(len(sentences)))
    rng.shuffle(order)
    held_out, kept = order[:HELD_OUT_WIKI_ARTICLES], order[HELD_OUT_WIKI_ARTICLES:]
    policies = [
        sentence
        for name in ("policyqa_dev.json", "policyqa_test.json")
        for article in read_passages(folder / name)[0]
        for sentence in article
    ]
    training = _draw([text for i in kept for text in sentences[i]], WIKI_SENTENCES, "wiki", rng)
    training += _draw(policies, POLICY_SENTENCES, "policies", rng)
    training += _draw([text for i in kept for text in questions[i]], QUESTIONS, "questions", rng)
    unseen = [text for i in held_out for text in sentences[i]]
    return Split(training, _draw(unseen, HELD_OUT_WIKI_SENTENCES, "wiki", rng))


def _draw(texts: list[str], count: int, source: str, rng: random.Random) -> list[Example]:
    different = list({text_key(text): text for text in texts}.values())
    drawn = rng.sample(different, min(count, len(different)))
    return [Example(text, 1, source) for text in drawn]


def _split_everyday(seed: int) -> Split:
    training, validation = [], []
    for label in (0, 1, 2):
        count = EVERYDAY_NEUTRAL if label == 1 else EVERYDAY_OPINIONS
        for text in compose_everyday_sentences(label, count, seed):
            training.append(Example(text, label, "everyday"))
        for text in compose_everyday_sentences(label, EVERYDAY_HELD_OUT, seed, held_out=True):
            validation.append(Example(text, label, "everyday"))
    return Split(training, validation)
