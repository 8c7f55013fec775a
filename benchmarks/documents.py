"""Measures the page that asks documents: seconds to an index, seconds to an answer, and accuracy.

`python -m benchmarks.documents [--pages N] [--rounds N]` makes a PDF of our own sentences and
goes the way of the page: the file is read in a process of its own, cut, embedded job by job through
the engine and indexed; then questions are asked. The peer embeds the same passages with
sentence-transformers in its default batches. Then the sixty questions of
`benchmarks/data/document_questions.csv` are asked: how often their passage is among the five that
are read, and how often the reader's words are those expected, or hold them, or stand in them. The
last line on standard output is JSON.
"""

import argparse
import csv
import io
import json
import logging
import random
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.engine.serving import start_engine
from components.engine.worker import Engine
from components.models.catalog import models_for
from components.models.preparation import prepared_folder
from components.records.document import Document
from components.records.embedding import EmbeddingRequest, EmbeddingRole
from components.records.question_answering import QuestionAnsweringRequest
from components.retrieval.index import PassageIndex
from components.text.documents import read_document
from components.text.passages import Passage, join_passages, split_passages
from components.text.sentences import split_sentences

_LOG = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ROOT / "assets" / "examples" / "documents"
QUESTIONS = ROOT / "benchmarks" / "data" / "document_questions.csv"
PASSAGES_A_JOB = 32
READ_PASSAGES = 5
LINES_A_PAGE = 40


def make_pdf(num_pages: int) -> bytes:
    """Write a PDF of dense English pages, some 2,900 characters each, the same every time."""
    from reportlab.lib.utils import simpleSplit
    from reportlab.pdfgen.canvas import Canvas

    text = "\n".join(path.read_text("utf-8") for path in sorted(DOCUMENTS.iterdir()))
    sentences = [s.text for s in split_sentences(text) if s.text.isascii() and len(s.text) > 30]
    choose = random.Random(0)
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for _ in range(num_pages):
        words = " ".join(choose.choice(sentences) for _ in range(40))
        lines = canvas.beginText(72, 780)
        lines.setFont("Helvetica", 11)
        for line in simpleSplit(words, "Helvetica", 11, 450)[:LINES_A_PAGE]:
            lines.textLine(line)
        canvas.drawText(lines)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


class Page:
    """The page's code path, without the page.

    Args:
        encoder: Engine of the encoder.
        reader: Engine of the reader.
    """

    def __init__(self, encoder: Engine, reader: Engine) -> None:
        self._encoder, self._reader = encoder, reader

    def embed(self, texts: Sequence[str], role: EmbeddingRole) -> NDArray[np.float32]:
        """Embed job by job: float32, (text, hidden)."""
        rows = []
        for start in range(0, len(texts), PASSAGES_A_JOB):
            job = EmbeddingRequest(tuple(texts[start : start + PASSAGES_A_JOB]), role)
            rows.append(_ask(self._encoder, job).vectors)
        return np.concatenate(rows)

    def answer(
        self,
        question: str,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        index: PassageIndex,
    ) -> tuple[list[Passage], Any]:
        """Find and read: the passages that were found, and the reader's result."""
        vector = self.embed([question], "query")[0]
        found = [passages[f.index] for f in index.find(question, vector, READ_PASSAGES)]
        texts = [documents[p.text_index].text[p.start : p.end] for p in join_passages(found)]
        return found, _ask(self._reader, QuestionAnsweringRequest(question, tuple(texts)))


def _ask(engine: Engine, request: Any) -> Any:
    job = engine.submit(request, session="benchmark")
    for _event in engine.stream(job):
        pass
    return job.result()


def cut(documents: Sequence[Document]) -> tuple[list[Passage], list[str]]:
    """Return the passages of documents, and their words."""
    passages = [p for n, document in enumerate(documents) for p in split_passages(document.text, n)]
    return passages, [documents[p.text_index].text[p.start : p.end] for p in passages]


def measure_speed(page: Page, num_pages: int, num_rounds: int, model_id: str) -> dict[str, Any]:
    """Time an index and questions, and the peer's embedding of the same passages."""
    from sentence_transformers import SentenceTransformer

    data = make_pdf(num_pages)
    peer = SentenceTransformer(str(prepared_folder(model_id)), device="cpu")
    seconds: dict[str, list[float]] = {"index": [], "embed": [], "peer": [], "question": []}
    questions = _read_questions()
    for number in range(num_rounds):
        started = time.perf_counter()
        documents = [read_document("long.pdf", data)]
        passages, texts = cut(documents)
        before = time.perf_counter()
        vectors = page.embed(texts, "passage")
        seconds["embed"].append(time.perf_counter() - before)
        index = PassageIndex(texts, vectors)
        seconds["index"].append(time.perf_counter() - started)
        started = time.perf_counter()
        peer.encode(
            texts, show_progress_bar=False, prompt_name="passage", normalize_embeddings=True
        )
        seconds["peer"].append(time.perf_counter() - started)
        for row in questions[:10]:
            started = time.perf_counter()
            page.answer(row["question"], documents, passages, index)
            seconds["question"].append(time.perf_counter() - started)
        _LOG.info("round %d: %s", number + 1, {k: round(v[-1], 2) for k, v in seconds.items()})
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    return {
        "pages": num_pages,
        "characters": len(documents[0].text),
        "passages": len(passages),
        **{f"{name}_s": round(value, 2) for name, value in medians.items()},
        "question_max_s": round(max(seconds["question"]), 2),
        "ratio": round(medians["peer"] / medians["embed"], 2),
    }


def measure_quality(page: Page) -> dict[str, Any]:
    """Ask the sixty questions: how often the passage is found, and the answer right."""
    documents = [read_document(p.name, p.read_bytes()) for p in sorted(DOCUMENTS.iterdir())]
    passages, texts = cut(documents)
    index = PassageIndex(texts, page.embed(texts, "passage"))
    num_found = num_right = 0
    rows = _read_questions()
    for row in rows:
        found, result = page.answer(row["question"], documents, passages, index)
        expected, said = row["answer"], result.answers[0].text
        words = [
            documents[p.text_index].text[p.start : p.end]
            for p in found
            if documents[p.text_index].name == row["document"]
        ]
        num_found += any(expected in text for text in words)
        is_right = result.has_answer and (said in expected or expected in said)
        num_right += is_right
        if not is_right:
            _LOG.info("%s | expected %r | said %r", row["question"], expected, said)
    return {
        "questions": len(rows),
        "recall_at_5": round(num_found / len(rows), 3),
        "right": round(num_right / len(rows), 3),
    }


def _read_questions() -> list[dict[str, str]]:
    return list(csv.DictReader(QUESTIONS.read_text("utf-8").splitlines()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print the figures as one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    wish = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    card = models_for("embedding")[0]
    encoder, reader = start_engine(card.id), start_engine(models_for("question_answering")[0].id)
    page = Page(encoder, reader)
    measures = measure_quality(page) | measure_speed(page, wish.pages, wish.rounds, card.id)
    measures |= {"model": card.id, "backend": encoder.health().backend}
    encoder.close()
    reader.close()
    sys.stdout.write(json.dumps(measures) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
