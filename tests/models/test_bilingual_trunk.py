"""multilingual-e5-small as `make setup` has prepared it in the user's own cache."""

import json

import numpy as np
import pytest

from components.models.catalog import load_catalog
from components.training.sentiment.everyday_sentences import compose_everyday_sentences

CARD = load_catalog()["multilingual-e5-small"]
# The same six things, in Chinese and in English; the pairs differ in topic.
CHINESE = [
    "怎样学习机器学习？",
    "今天晚饭吃什么？",
    "我的手机坏了",
    "这家酒店离火车站很近",
    "明天会下雨吗？",
    "他在医院当医生",
]
ENGLISH = [
    "How do I learn machine learning?",
    "What is for dinner tonight?",
    "My phone is broken",
    "The hotel is close to the railway station",
    "Will it rain tomorrow?",
    "He works as a doctor in a hospital",
]


@pytest.fixture(scope="module")
def folder(prepared_model):
    return prepared_model(CARD.id)


@pytest.fixture(scope="module")
def encoder(folder):
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


@pytest.fixture(scope="module")
def tokenizer(folder):
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(folder, local_files_only=True)


def test_it_is_what_its_card_says(encoder, tokenizer):
    model = encoder[0].auto_model
    assert type(model).__name__ == "BertModel"
    assert str(model.dtype) == "torch.float32"
    assert sum(weights.numel() for weights in model.parameters()) == CARD.parameters
    assert (model.config.num_hidden_layers, model.config.num_attention_heads) == (12, 12)
    assert model.config.hidden_size == encoder.get_embedding_dimension() == 384
    assert tokenizer.is_fast
    assert CARD.max_tokens == tokenizer.model_max_length == encoder.max_seq_length


def test_prepared_folder_has_no_code_and_no_pickle(folder):
    names = [path.name for path in folder.rglob("*") if path.is_file()]
    assert {name.rpartition(".")[2] for name in names} <= {"json", "safetensors", "xml", "bin"}
    assert json.loads((folder / "config.json").read_text())["dtype"] == "float32"


def test_golden_vector(encoder):
    """Numbers of this conversion, made once."""
    vector = encoder.encode("怎样学习机器学习？", prompt_name="query")
    golden = [0.07372, -0.01113, -0.06937, -0.05218, 0.08164, -0.06517]
    assert np.allclose(vector[:6], golden, atol=2e-3)
    assert np.isclose(np.linalg.norm(vector), 1, atol=1e-5)


def test_every_sentence_is_next_to_its_translation(encoder):
    chinese = encoder.encode(CHINESE, prompt_name="query")
    english = encoder.encode(ENGLISH, prompt_name="query")
    similarity = chinese @ english.T
    assert (similarity.argmax(axis=0) == np.arange(6)).all()
    assert (similarity.argmax(axis=1) == np.arange(6)).all()
    own = np.diag(similarity)
    assert own.min() > 0.84


@pytest.mark.parametrize(
    ("question", "passages"),
    [
        (
            "外卖多久能送到？",
            ["订单一般在四十分钟内由骑手送达。", "本店苹果产自山东烟台。", "会议改到周四上午。"],
        ),
        (
            "How long does delivery take?",
            [
                "Orders arrive within forty minutes.",
                "Our apples come from Kent.",
                "The meeting has been moved to Thursday.",
            ],
        ),
    ],
    ids=["zh", "en"],
)
def test_a_question_finds_its_passage(question, passages, encoder):
    query = encoder.encode(question, prompt_name="query")
    scores = encoder.encode(passages, prompt_name="passage") @ query
    assert scores.argmax() == 0


def test_traditional_text_lies_next_to_simplified(encoder):
    vectors = encoder.encode(["这家餐厅的服务态度很差", "這家餐廳的服務態度很差"])
    assert vectors[0] @ vectors[1] > 0.9


def test_everyday_chinese_is_in_the_vocabulary(tokenizer):
    sentences = [
        sentence
        for label in (0, 1, 2)
        for sentence in compose_everyday_sentences(label, 300, seed=1, language="zh")
    ]
    assert len(sentences) == 900
    for forms in (sentences, ["這家餐廳的服務態度很差，點餐等了兩個小時，還說賣完了。"]):
        ids = [i for row in tokenizer(forms, add_special_tokens=False)["input_ids"] for i in row]
        assert ids.count(tokenizer.unk_token_id) < 0.001 * len(ids)


def test_full_width_forms_are_normalised(tokenizer):
    wide = "ＡＢＣ１２３（ﾊﾛｰ），很好！"
    assert tokenizer(wide)["input_ids"] == tokenizer("ABC123(ハロー),很好!")["input_ids"]


@pytest.mark.parametrize("text", ["很快，好吃，味道足！", "It's a good film.", "價格便宜 又好用"])
def test_offsets_cover_the_text(text, tokenizer):
    batch = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
    spans = [text[start:end] for start, end in batch["offset_mapping"]]
    tokens = tokenizer.convert_ids_to_tokens(batch["input_ids"])
    covered = {i for start, end in batch["offset_mapping"] for i in range(start, end)}
    assert covered == {i for i, character in enumerate(text) if character != " "}
    kept = {"，": ",", "！": "!"}
    for span, token in zip(spans, tokens, strict=True):
        if token != "▁":
            assert token.removeprefix("▁") == "".join(kept.get(c, c) for c in span.strip())
