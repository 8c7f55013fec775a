"""The one exception a visitor may see: what is wrong and what to do, as a catalog key."""


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """A request that is not answered, with the reason as a message key.

    The text shown is `refusal.<key>` of the locale catalogs, formatted with `values`; the exception
    itself never reaches the screen.

    Args:
        key: Last part of the catalog key, such as `text_empty`.
        **values: What the message's placeholders stand for; the catalogs translate
            `reason` and `languages`, codes with a blank between them.
    """

    def __init__(self, key: str, **values: str | int | float) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values
