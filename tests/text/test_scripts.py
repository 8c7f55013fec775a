"""What a model can read, judged by script."""

import random

import pytest

from components.text.scripts import compute_script_shares, unread_script


@pytest.mark.parametrize(
    ("text", "languages", "expected"),
    [
        ("This film is good", ("en",), None),
        ("这部电影很好看", ("en",), "han"),
        ("这部电影很好看", ("en", "zh"), None),
        ("這部電影很好看", ("zh",), None),
        ("This film is good", ("zh",), "latin"),
        ("LLM 是什么", ("en",), "han"),
        ("好 movie night", ("en",), None),
        ("Это хорошо", ("en",), "other"),
        ("この映画はとても良かったです", ("en",), "other"),
        ("この映画はとても良かったです", ("zh",), "other"),
        ("最高の映画", ("zh",), None),
        ("영화가 좋았다", ("en", "zh"), "other"),
        ("هذا جيد", ("en",), "other"),
        ("café naïve Straße", ("en",), None),
        ("12345 !? 😀", ("en",), None),
        ("〇〇〇", ("en",), "han"),
        ("ㄅㄆㄇ", ("en",), "han"),
        ("", ("en",), None),
        ("Это хорошо", ("en", "ru"), None),
        ("Das ist gut", ("de",), None),
        ("Это хорошо", ("de",), "other"),
    ],
)
def test_unread_script(text, languages, expected):
    assert unread_script(text, languages) == expected


def test_shares_sum_to_one_for_random_texts():
    dice = random.Random(5)
    pool = [chr(c) for c in (*range(0x20, 0x250), *range(0x3005, 0x3100), *range(0x4E00, 0x4E80))]
    pool += ["Ⅷ", "ª", "〇", "々", "ش", "Ж", "한", "e\u0301", "😀"]
    for _ in range(500):
        text = "".join(dice.choices(pool, k=dice.randrange(30)))
        shares = compute_script_shares(text)
        if shares:
            assert sum(shares.values()) == pytest.approx(1)
            assert all(0 <= share <= 1 for share in shares.values())
        else:
            assert not any(character.isalpha() for character in text)
