"""Cuts a résumé or a posting into what is compared with skills: one bullet or clause each."""

import re
from dataclasses import dataclass
from typing import Literal

import regex

from components.text.han import has_enough_han
from components.text.sentences import split_sentences

Language = Literal["en", "zh"]
MAX_CHUNKS = 300
"""Clauses looked at; a résumé has about forty."""
_MAX_CLAUSE = {"en": 160, "zh": 60}
_BULLET = re.compile(r"^\s*(?:[-–—*•·▪◦●○■□◆★☆➢➤✓√>]+|\(?\d{1,2}[.、)）]|[a-z][.)])\s*")
_CLAUSE_END = regex.compile(r"[;；]|(?<=\p{Han})[，,](?=\p{Han})")
_CONTACT = re.compile(r"\S+@\S+\.\S+|https?://\S+")
_SAYS_SOMETHING = regex.compile(r"\p{L}.*\p{L}")
_WRAPS_FROM = {"en": 60, "zh": 24}
"""Length from which a line without a stop may go on in the next one, as in text out of a PDF."""
_STOP = re.compile(r"[.!?。！？:：;；]\s*$")


@dataclass(frozen=True)
class Chunk:
    """One clause.

    Attributes:
        text: Without bullet; addresses of mail and web are taken out.
        line_number: Where it begins in the document, from 1.
        language: Which language it is in.
    """

    text: str
    line_number: int
    language: Language


def language_of(text: str) -> Language:
    """Return the language of a line; a few Latin terms leave a Chinese line Chinese.

    Example:
        >>> language_of("负责 RAG 系统的评测"), language_of("Built RAG")
        ('zh', 'en')
    """
    return "zh" if has_enough_han(text) else "en"


def split_chunks(text: str) -> list[Chunk]:
    r"""Cut a document into clauses.

    Bullets and sentences end a clause; long sentences are cut at semicolons, long Chinese ones at
    commas too. A line that was wrapped is joined with the next one.

    Args:
        text: Cleaned text of a document.

    Returns:
        At most `MAX_CHUNKS` clauses in order; none for a text without words.

    Example:
        >>> [c.text for c in split_chunks("- Built a search engine. Led a team.\n联系 a@b.cn")]
        ['Built a search engine.', 'Led a team.', '联系']
    """
    chunks = []
    for number, line in _join_wrapped(text):
        for sentence in split_sentences(_CONTACT.sub(" ", line)):
            language = language_of(sentence.text)
            for clause in _split_long(sentence.text, _MAX_CLAUSE[language]):
                if _SAYS_SOMETHING.search(clause):
                    chunks.append(Chunk(clause, number, language))
    return chunks[:MAX_CHUNKS]


def _join_wrapped(text: str) -> list[tuple[int, str]]:
    lines: list[tuple[int, str]] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = _BULLET.sub("", raw).strip()
        if not line:
            continue
        is_next = lines and lines[-1][0] == number - 1 and not _BULLET.match(raw)
        if is_next and _is_wrapped(lines[-1][1], line):
            gap = "" if language_of(line) == "zh" else " "
            lines[-1] = (number, lines[-1][1] + gap + line)
        else:
            lines.append((number, line))
    return lines


def _is_wrapped(line: str, following: str) -> bool:
    language = language_of(line)
    goes_on = following[0].islower() if language == "en" else language_of(following) == "zh"
    return goes_on and len(line) >= _WRAPS_FROM[language] and not _STOP.search(line)


def _split_long(sentence: str, limit: int) -> list[str]:
    if len(sentence) <= limit:
        return [sentence]
    clauses = [""]
    for part in _CLAUSE_END.split(sentence):
        if clauses[-1] and len(clauses[-1]) + len(part) > limit:
            clauses.append(part.strip())
        else:
            clauses[-1] = f"{clauses[-1]} {part}".strip() if clauses[-1] else part.strip()
    return clauses
