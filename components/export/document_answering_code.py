"""The lines of plain library code that find the passages of the page that asks documents."""

from collections.abc import Sequence

_CODE = """\
import bm25s
import numpy
from components.models.preparation import prepared_folder
from components.retrieval.index import compare_within, compute_ranks, is_han, split_terms
from components.text.documents import read_document
from components.text.passages import split_passages
from sentence_transformers import SentenceTransformer

names = {names!r}
question = {question!r}
texts = [read_document(name, open(name, "rb").read()).text for name in names]
passages = [text[p.start : p.end] for text in texts for p in split_passages(text)]
model = SentenceTransformer(str(prepared_folder({model_id!r})))
vectors = model.encode(passages, prompt_name="passage", normalize_embeddings=True)
cosines = vectors @ model.encode(question, prompt_name="query", normalize_embeddings=True)
by_meaning = compute_ranks(compare_within(cosines, numpy.array([*map(is_han, passages)])))
bm25 = bm25s.BM25()
bm25.index([split_terms(passage) for passage in passages], show_progress=False)
words = bm25.get_scores([term for term in split_terms(question) if term in bm25.vocab_dict])
scores = 1 / (60 + by_meaning) + (words > 0) / (60 + compute_ranks(words))
for index in (-scores).argsort(kind="stable")[:{count}]:
    print(f"{{scores[index]:.6f}} {{passages[index]!r}}")
"""


def document_answering_code(names: Sequence[str], question: str, model_id: str, count: int) -> str:
    """Write the code that finds the passages for a question.

    Args:
        names: Names of the files; they enter as literals, like the question.
        question: What is asked.
        model_id: Id of the encoder in the catalog.
        count: How many passages are read.

    Returns:
        Source that prints one line a passage, its score first; run it where the files are.
    """
    return _CODE.format(names=list(names), question=question, model_id=model_id, count=count)
