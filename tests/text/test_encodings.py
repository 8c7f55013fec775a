"""No encoding is silently wrong."""

import pytest

from components.text.encodings import ENCODINGS, decode_text

ENGLISH = "A café near the Tür: naïve, 20 € – “fine”."
GERMAN = "Tür, Gefühl, Müller, Größe, für, schön; Ärger über Öl."
FRENCH = "Très bien, l'élève a été reçue à l'école."
CHINESE = "注意力机制让模型在生成每个词时关注输入的不同部分。"
TAIWANESE = "注意力機制讓模型在生成每個詞時關注輸入的不同部分。"
RUSSIAN = "Внимание позволяет модели смотреть на весь текст."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "utf-8"),
        (CHINESE, "utf-8"),
        (CHINESE, "utf-8-sig"),
        (CHINESE, "utf-16"),
        (CHINESE, "utf-32"),
        ("", "utf-8"),
    ],
)
def test_what_the_bytes_tell_is_certain(text, encoding):
    decoded = decode_text(text.encode(encoding))
    assert (decoded.text, decoded.is_certain) == (text, True)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "gb18030"),
        ("好评", "gb18030"),
        ("text,label\n房间很干净,正面\n", "gb18030"),
        (TAIWANESE, "big5"),
        (ENGLISH, "cp1252"),
        (GERMAN, "cp1252"),
        (FRENCH, "cp1252"),
        ("Tür", "cp1252"),
        ("Müß", "cp1252"),
        (RUSSIAN, "cp1251"),
    ],
)
def test_other_encodings_are_guessed_and_said_to_be_a_guess(text, encoding):
    decoded = decode_text(text.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.is_certain) == (text, encoding, False)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_a_guess(encoding):
    decoded = decode_text(ENGLISH.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.is_certain) == (ENGLISH, "utf-16", False)


@pytest.mark.parametrize("data", [b"\x7fELF\x81\x00\x01\xff", b"\xff\xff\xff\x81", b"\xff\xfe\x00"])
def test_what_is_no_text_is_none(data):
    assert decode_text(data) is None


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_choice_is_followed_or_refused(encoding):
    assert decode_text("plain".encode(encoding), encoding).encoding == encoding
    assert decode_text(b"\x81", "utf-8") is None
