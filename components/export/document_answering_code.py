"""The lines of plain library code that find the passages of the page that asks documents."""

import json
from collections.abc import Sequence

from components.export.model_folder import folder_import, folder_lines
from components.records.model import ModelCard

FILE_NAME = "passages.json"
"""What the code reads; the page offers it beside the code."""

_CODE = """\
import json
import unicodedata
import bm25s
import numpy
import regex
from bm25s.stopwords import STOPWORDS_EN_PLUS
{folder_import}
from scipy.stats import rankdata
from sentence_transformers import SentenceTransformer

passages = json.load(open({file_name!r}, encoding="utf-8"))
question = {question!r}
{folder_lines}model = SentenceTransformer(str(folder))
vectors = model.encode(passages, prompt_name="passage", normalize_embeddings=True)
cosines = vectors @ model.encode(question, prompt_name="query", normalize_embeddings=True)

def is_chinese(text):  # a Chinese character counts as two letters; kana make it Japanese
    han = len(regex.findall(r"[\\p{{Han}}\\p{{Bopomofo}}]", text))
    kana = len(regex.findall(r"[\\p{{Hiragana}}\\p{{Katakana}}]", text))
    others = len(regex.findall(r"(?V1)[\\p{{Latin}}[\\p{{L}}--[\\p{{Han}}\\p{{Bopomofo}}]]]", text))
    return 2 * han > others and kana <= 0.2 * (kana + han)

def split_terms(text):  # words; of Chinese, every two neighbours
    text = unicodedata.normalize("NFKC", text).casefold()
    for run in regex.findall(r"(?V1)\\p{{Han}}+|[[\\p{{L}}\\p{{M}}\\p{{N}}]--\\p{{Han}}]+", text):
        if regex.match(r"\\p{{Han}}{{2}}", run):
            yield from map("".join, zip(run, run[1:]))
        elif run not in STOPWORDS_EN_PLUS:
            yield run

are_chinese = numpy.array([*map(is_chinese, passages)])
scripts = [script for script in (are_chinese, ~are_chinese) if script.any()]
if all(script.sum() >= 5 and cosines[script].std() > 0 for script in scripts):
    for script in scripts:  # passages in the question's language are more alike, whatever they say
        cosines[script] = (cosines[script] - cosines[script].mean()) / cosines[script].std()
bm25 = bm25s.BM25()
bm25.index([list(split_terms(passage)) for passage in passages], show_progress=False)
known = [term for term in split_terms(question) if term in bm25.vocab_dict]
words = bm25.get_scores(known) if known else numpy.zeros(len(passages))
by_meaning, by_words = (rankdata(-scores, method="ordinal") for scores in (cosines, words))
scores = 1 / (60 + by_meaning) + (words > 0) / (60 + by_words)
for index in (-scores).argsort(kind="stable")[:{count}]:
    print(f"{{scores[index]:.6f}} {{passages[index]!r}}")
"""


def document_answering_code(question: str, card: ModelCard, count: int) -> str:
    """Write the code that finds the passages for a question.

    Args:
        question: What is asked; it enters as a literal.
        card: The encoder.
        count: How many passages are read.

    Returns:
        Source that prints one line per passage, its score first; run it where the file is that
        `passages_file` wrote.
    """
    return _CODE.format(
        question=question,
        count=count,
        file_name=FILE_NAME,
        folder_import=folder_import(),
        folder_lines=folder_lines(card),
    )


def passages_file(passages: Sequence[str]) -> bytes:
    """Write the file of passages that the code reads: a JSON list in UTF-8."""
    return json.dumps(list(passages), ensure_ascii=False, indent=1).encode()
