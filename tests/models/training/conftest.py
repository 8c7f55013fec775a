import json
from pathlib import Path

import pytest

from components.models.training import sentiment_data


@pytest.fixture
def tiny_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of 40 trees and as little of everything else; the split's sizes to match."""
    sizes = {
        "HELD_OUT_TREES": 10,
        "EVERYDAY_NEUTRAL": 20,
        "EVERYDAY_OPINIONS": 20,
        "EVERYDAY_HELD_OUT": 5,
        "HELD_OUT_WIKI_ARTICLES": 1,
    }
    for name, value in sizes.items():
        monkeypatch.setattr(sentiment_data, name, value)
    folder = tmp_path / "data"
    folder.mkdir()
    sentiment, questions = folder / "sentiment_en", folder / "qa_en"
    sentiment.mkdir()
    questions.mkdir()
    trees = [
        f"(3 (2 film) (3 (2 (2 number) (2 n{i}x)) (3 (2 is) (3 (2 very) (3 good)))))"
        for i in range(40)
    ]
    repeated = [f"film number n{i}x is very good\t1" for i in range(40)]
    articles = [
        {
            "title": str(i),
            "paragraphs": [
                {
                    "context": f"Article {i} has one plain sentence. It has a second one too: {i}.",
                    "qas": [{"question": f"What does {i} have?"}],
                }
            ],
        }
        for i in range(4)
    ]
    squad = json.dumps({"data": articles})
    contents = {
        sentiment / "sst_trees_train.txt": "\n".join(trees),
        sentiment / "sst2_train.tsv": "\n".join(repeated),
        sentiment / "custrev.all": "\n".join(f"1 phone {i} works well ." for i in range(30)),
        sentiment / "tweets_test_text.txt": "\n".join(f"tweet {i}" for i in range(30)),
        sentiment / "tweets_test_labels.txt": "1\n" * 30,
        sentiment / "tweets_val_text.txt": "Sentence 7 is a dev sentence\n",
        sentiment / "tweets_val_labels.txt": "1\n",
        sentiment
        / "sst2_dev.csv": 'text,label\n"sentence 7 , is a dev sentence",0\nit is good,1\n',
        sentiment / "stsa.fine.dev": "2 another dev sentence .\n",
        questions / "squadshifts_new_wiki.json": squad,
        questions / "policyqa_dev.json": squad.replace("Article", "Policy"),
        questions / "policyqa_test.json": squad.replace("Article", "Rule"),
        folder / "neutral.csv": "text,person\nI left at 7.,first\n",
    }
    for path, content in contents.items():
        path.write_text(content, encoding="utf-8")
    return folder
