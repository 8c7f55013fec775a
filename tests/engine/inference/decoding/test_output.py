from types import SimpleNamespace

import pytest

from components.engine.inference.decoding.output import TextStream, decode, end_token_ids


class ByteTokenizer:
    """Every id is a byte; 256 ends a text."""

    eos_token_id = 256

    def decode(self, ids, **_):
        return bytes(i for i in ids if i < 256).decode("utf-8", errors="replace")


class Loaded:
    tokenizer = ByteTokenizer()
    model = SimpleNamespace(generation_config=SimpleNamespace(eos_token_id=None))


def stream(data):
    text, pieces = TextStream(Loaded()), []
    for end in range(1, len(data) + 1):
        pieces.append(text.close(list(data)) if end == len(data) else text.push(list(data[:end])))
    return pieces


@pytest.mark.parametrize("text", ["plain", "a👩‍👩‍👧b", "中文。", "e\u0301", "\n\n", "�x"])
def test_pieces_join_to_the_text_and_never_end_in_half_a_character(text):
    pieces = stream(text.encode("utf-8"))
    assert "".join(pieces) == text
    if "�" not in text:
        assert not any("�" in piece for piece in pieces)


def test_bytes_that_never_become_a_character_are_shown_in_the_end():
    assert "".join(stream(b"ab\xf0\x9f")) == decode(Loaded(), b"ab\xf0\x9f")
    assert "".join(stream(b"ab\xf0c")) == "ab�c"


def test_the_tokenizers_end_stands_in_for_a_missing_one():
    assert end_token_ids(Loaded()) == [256]
