import json
from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertModel, BertTokenizerFast

from components.training.sentiment import bilingual_data, sentiment_data

_WORDS = ["film", "number", "is", "very", "good", "phone", "works", "well", "tweet", "it", "."]
_HANZI = list("好吃很差快慢电脑牛奶手机水果书的了不是在一")


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


@pytest.fixture
def tiny_chinese_data(tiny_data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same folder with some Chinese reviews and passages; the split's sizes to match."""
    for name, value in {"HELD_OUT_TAKEAWAY": 12, "EVERYDAY_NEUTRAL": 20}.items():
        monkeypatch.setattr(bilingual_data, name, value)
    for name in ("EVERYDAY_OPINIONS", "EVERYDAY_HELD_OUT"):
        monkeypatch.setattr(bilingual_data, name, 10)
    reviews, questions = tiny_data / "sentiment_zh", tiny_data / "qa_zh"
    reviews.mkdir()
    questions.mkdir()
    takeaway = [f"{i % 2},第{i}次点餐，很{'好' if i % 2 else '差'}吃" for i in range(40)]
    shop = [
        f"{category},第{i}件{category}很{'好' if i % 2 else '差'},{i % 2}"
        for category in ("计算机", "蒙牛", "水果", "书籍")
        for i in range(16)
    ]
    # The same praise stands under a held-out category and, in traditional characters, under fruit.
    shop += ["蒙牛,这件东西真的很实惠。,1", "水果,這件東西真的很實惠！,1"]
    passages = {
        "cmrc_dev.json": "第{}座图书馆建于一九二〇年。它在城市的北边，共有三层楼。",
        "drcd_dev.json": "第{}座圖書館建於一九二〇年。它在城市的北邊，共有四層樓。",
        "drcd_test.json": "第{}座博物館建於一九三〇年。它在城市的南邊，共有五層樓。",
    }
    for name, text in passages.items():
        articles = [
            {"paragraphs": [{"context": text.format(i), "qas": [{"question": f"{name}{i}在哪？"}]}]}
            for i in range(20)
        ]
        (questions / name).write_text(json.dumps({"data": articles}), encoding="utf-8")
    (reviews / "waimai.csv").write_text("label,review\n" + "\n".join(takeaway), encoding="utf-8")
    (reviews / "online_shopping_7_categories.csv").write_text(
        "\ufeffcategory,text,label\n" + "\n".join(shop), encoding="utf-8"
    )
    return tiny_data


@pytest.fixture
def tiny_base(tmp_path: Path) -> Path:
    """A random BERT of two small layers with a vocabulary of a few words and Hanzi."""
    folder = tmp_path / "base"
    folder.mkdir()
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *_WORDS, *_HANZI]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=128,
    )
    BertModel(config).save_pretrained(folder)
    return folder
