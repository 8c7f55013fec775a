"""What a model's tokenizer makes of a short text, without loading the model."""

from functools import lru_cache

from tokenizers import Tokenizer

from components.models.preparation import prepared_folder


@lru_cache(maxsize=32)
def split_pieces(model_id: str, text: str) -> tuple[str, ...]:
    """Cut a text into a model's tokens; its markers and padding are left out.

    Args:
        model_id: Id in the catalog of a model that is prepared.
        text: A line.

    Returns:
        Tokens as the vocabulary writes them.

    Raises:
        Refusal: `model_not_prepared`.
    """
    tokenizer = Tokenizer.from_file(str(prepared_folder(model_id) / "tokenizer.json"))
    tokenizer.no_padding()
    return tuple(tokenizer.encode(text, add_special_tokens=False).tokens)
