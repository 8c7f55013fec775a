"""Fields that content files of every kind are made of: what an id, a line and a translation are."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

MODEL_ID = r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$"
"""A slug that may hold points, as versions do: `qwen2.5-0.5b-instruct`."""

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
ModelId = Annotated[str, Field(pattern=MODEL_ID)]
PageStem = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:_[a-z0-9]+)*$")]
Line = Annotated[str, Field(min_length=1)]


class Record(BaseModel):
    """An immutable record that rejects fields it does not declare."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Bilingual(Record):
    """The same said in both languages; Markdown where the field says so.

    Example:
        >>> Bilingual(en="cat", zh="猫").texts()
        {'en': 'cat', 'zh': '猫'}
    """

    en: Line
    zh: Line

    def texts(self) -> dict[str, str]:
        """Return language code → text, as `Translator.pick` takes it."""
        return {"en": self.en, "zh": self.zh}
