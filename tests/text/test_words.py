import pytest

from components.text.words import split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It didn't work.", ["It", " ", "didn't", " ", "work", "."]),
        (
            "我爱北京天安门，今天天气很好。",
            ["我", "爱", "北京", "天安门", "，", "今天天气", "很", "好", "。"],
        ),
        ("用 Python 学机器学习", ["用", " ", "Python", " ", "学", "机器", "学习"]),
        ("👩\u200d👧ok", ["👩\u200d👧", "ok"]),
        ("", []),
    ],
)
def test_words_of_both_languages(text, words):
    assert split_words(text) == words


@pytest.mark.parametrize("text", ["a\u0301 龘䶮 \ud83d x\n\n。", "שלום 你好", "  　 \t"])
def test_nothing_is_lost(text):
    assert "".join(split_words(text)) == text


def test_no_file_of_others_is_read(monkeypatch):
    """Jieba's own way reads a cache from the folder for temporary files."""
    import marshal

    from components.text import words

    words._chinese_tokenizer.cache_clear()
    monkeypatch.setattr(marshal, "load", lambda file: pytest.fail("a cache was read"))
    monkeypatch.setattr(marshal, "dump", lambda *args: pytest.fail("a cache was written"))
    assert split_words("北京天安门") == ["北京", "天安门"]
