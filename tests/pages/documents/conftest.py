"""The page that asks documents in a session of its own, with uploads and quick stand-ins."""

import numpy as np
import pytest

from components.interface.frame import runtime
from components.records.answer import Provenance
from components.records.embedding import EmbeddingRequest, EmbeddingResult
from components.records.question_answering import (
    AnswerSpan,
    QuestionAnsweringRequest,
    QuestionAnsweringResult,
    WindowLogits,
)
from components.records.text_generation import (
    GeneratedSequence,
    TextGenerationRequest,
    TextGenerationResult,
)

PAGE = "document_answering"
HERE = Provenance("m", "cpu", "torch", 0.1, 9, 9)


@pytest.fixture
def put_up(visit):
    """Upload files; gives the AppTest."""

    def upload_(*files, language="en"):
        app = visit(PAGE, language)
        app.file_uploader(key=f"{PAGE}.files").set_value([(*file, "") for file in files]).run()
        assert not app.exception
        return app

    return upload_


@pytest.fixture
def quick_models(monkeypatch):
    """Quick stand-ins: vectors by letters, and a reader that finds the word after "answer is"."""
    asked = []

    def embed(request):
        rows = [[text.count(letter) + 0.1 for letter in "aeiou"] for text in request.texts]
        vectors = np.array(rows, dtype=np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return EmbeddingResult(vectors, HERE)

    def read(request):
        mark = "answer is "
        index = next((n for n, text in enumerate(request.texts) if mark in text), 0)
        text = request.texts[index]
        start = text.find(mark) + len(mark) if mark in text else 0
        end = min(start + 4, len(text))
        null = 9.0 if mark not in text else -9.0
        spans = (AnswerSpan(index, start, end, text[start:end], 0.95 if null < 0 else 0.01, -null),)
        probability = 0.02 if null < 0 else 0.97
        window = WindowLogits(index, (), (), ())
        return QuestionAnsweringResult(spans, probability, null, 0.0, window, 1, HERE)

    def ask(model_id, request, watch):
        asked.append(request)
        if isinstance(request, EmbeddingRequest):
            return embed(request)
        if isinstance(request, QuestionAnsweringRequest):
            return read(request)
        assert isinstance(request, TextGenerationRequest)
        written = GeneratedSequence("The answer is 4711. Seven swans swim in 1850.", 9, True)
        return TextGenerationResult((written,), 9.0, HERE)

    monkeypatch.setattr(runtime, "ask", ask)
    return asked
