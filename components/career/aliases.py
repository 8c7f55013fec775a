"""Finds the names of skills in a line: whole words in Latin script, any place in Chinese."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from components.career.content.schema import Skill
from components.career.normalising import normalise

_LETTER = "a-z+#"
_ORDINARY = {"attention", "evaluation", "communication", "decoding"}
"""Names of skills that say something else in most résumés, such as "attention to detail"."""
_SEPARATORS = re.compile(r"[\s\-_]+")


@dataclass(frozen=True)
class Mention:
    """A name of a skill in a line.

    Attributes:
        skill_id: Whose name.
        alias: The name as its file writes it.
    """

    skill_id: str
    alias: str


_WISH = re.compile(
    r"\b(?:no|without|little|never|not)\b[^,.;]{0,30}(?:experience|knowledge|familiar|used|worked)"
    r"|\b(?:want|wish|hope|eager|keen|plan|planning|like|looking|curious) (?:to|forward)\b"
    r"|\binterested in\b|\bcurrently learning\b"
    r"|(?:没有|无|缺乏|尚无|暂无).{0,8}(?:经验|经历|基础)|(?:不|未)(?:了解|熟悉|接触|会|懂)"
    r"|尚未|(?:希望|想|计划|打算|期待|有意)(?:学习|了解|从事|转向|转|做|深入|投身)|感兴趣|有兴趣"
)


def is_wish(line: str) -> bool:
    """Return whether a line says that something is missing or still to be learnt.

    Example:
        >>> is_wish("I want to learn SQL"), is_wish("希望学习 SQL"), is_wish("Wrote SQL")
        (True, True, False)
    """
    return _WISH.search(normalise(line)) is not None


class AliasIndex:
    """The names of skills as one expression, the longest first, so that no part of one counts.

    Args:
        skills: Skills by id; their names and aliases in both languages are looked for.
    """

    def __init__(self, skills: Mapping[str, Skill]) -> None:
        self._owner: dict[str, tuple[str, str]] = {}
        names: list[str] = []
        for skill in skills.values():
            for alias in _names(skill):
                names.append(normalise(alias))
                self._owner.setdefault(_loose(names[-1]), (skill.id, alias))
        longest_first = sorted(dict.fromkeys(names), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_expression, longest_first)) or r"(?!)")

    def find(self, line: str) -> list[Mention]:
        """List the skills that a line names, each once, in the line's order.

        Args:
            line: As it stands in the document.
        """
        text = normalise(line)
        found: dict[str, Mention] = {}
        for match in self._pattern.finditer(text):
            skill_id, alias = self._owner_of(match[0])
            found.setdefault(skill_id, Mention(skill_id, alias))
        return list(found.values())

    def _owner_of(self, said: str) -> tuple[str, str]:
        key = _loose(said)
        return self._owner[key] if key in self._owner else self._owner[key.removesuffix("s")]


def _names(skill: Skill) -> Iterable[str]:
    names = (skill.name.en, skill.name.zh, *skill.aliases.en, *skill.aliases.zh)
    yield from (name for name in names if normalise(name) not in _ORDINARY)


def _loose(text: str) -> str:
    """Leave out what separates the parts of a word: fine-tuning, fine tuning, finetuning."""
    return _SEPARATORS.sub("", text)


def _expression(alias: str) -> str:
    inner = r"[\s\-_]*".join(map(re.escape, _SEPARATORS.split(alias)))
    before = f"(?<![{_LETTER}0-9])" if re.match(f"[{_LETTER}0-9]", alias) else ""
    after = f"s?(?![{_LETTER}])" if re.search(f"[{_LETTER}]$", alias) else ""
    return before + inner + (rf"(?![{_LETTER}0-9])" if re.search(r"[0-9]$", alias) else after)
