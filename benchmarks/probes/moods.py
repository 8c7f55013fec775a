"""Texts with a sentiment."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from benchmarks.probes.tally import Probe, Tally
from components.engine.serving import start_engine
from components.records.refusal import Refusal
from components.records.sentiment import SentimentRequest
from components.text.cleaning import clean_text

ENGLISH, BOTH = "sentiment-en", "sentiment-multi"


@contextmanager
def start_classifier(model_id: str) -> Iterator[Callable[[str], str]]:
    """Start a classifier.

    Yields:
        A function from a text to its class; empty where the model does not read the text.
    """
    engine = start_engine(model_id)

    def classify(text: str) -> str:
        try:
            job = engine.submit(SentimentRequest(clean_text(text).text), session="probes")
            for _event in engine.stream(job):
                pass
            result = job.result()
        except Refusal:
            return ""
        scores = result.whole.probabilities
        return result.labels[scores.index(max(scores))] if scores else ""

    try:
        yield classify
    finally:
        engine.close()


def run_sentiment(probes: Sequence[Probe]) -> Tally:
    """Classify each text: English with both models, Chinese with the one that reads it."""
    tally = Tally()
    with start_classifier(ENGLISH) as english, start_classifier(BOTH) as both:
        for probe in probes:
            kind = f"{probe['kind']} {probe['lang']}"
            if probe["lang"] == "en":
                tally.add(kind, english(probe["text"]) == probe["label"])
                kind += f", {BOTH}"
            tally.add(kind, both(probe["text"]) == probe["label"])
    return tally


def run_emoji(probes: Sequence[Probe]) -> Tally:
    """Classify texts with an emoji glued to a word, and with a blank before it."""
    tally = Tally()
    with start_classifier(ENGLISH) as classify:
        for probe in probes:
            tally.add("glued en", classify(probe["text"]) == probe["label"])
            tally.add("with a blank en", classify(probe["spaced"]) == probe["label"])
    return tally
