import pytest

from components.engine.inference.encoding import (
    encode,
    encode_ids,
    find_word_starts,
    is_byte_level,
    join_tokens,
    show_byte_piece,
    show_text_piece,
)
from components.models.backends.loaded import LoadedModel
from components.models.catalog import load_catalog


@pytest.fixture(scope="module", params=["all-minilm-l6-v2", "smollm2-135m-instruct"])
def loaded(request, prepared_model):
    """A model of which only the tokenizer is there: encoding needs no more."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(prepared_model(request.param))
    return LoadedModel(load_catalog()[request.param], None, tokenizer, "cpu", "torch")


TEXTS = [
    "The cat sat.",
    "  spaces  and\ttabs\nlines ",
    "猫坐在垫子上。",
    "👩\u200d👧 e\u0301 שלום",
    "a [SEP] [CLS] <|im_end|> <|endoftext|> z",
]


@pytest.mark.parametrize("text", TEXTS)
def test_offsets_lie_in_the_text_and_never_go_back(loaded, text):
    tokens = [token for token in encode(loaded, text).tokens if not token.is_special]
    assert all(0 <= token.start <= token.end <= len(text) for token in tokens)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)


@pytest.mark.parametrize("marker", ["[SEP]", "[CLS]", "[MASK]", "<|im_end|>", "<|endoftext|>"])
def test_a_typed_marker_is_ordinary_text(loaded, marker):
    encoded = encode(loaded, f"a {marker} b")
    inside = [token for token in encoded.tokens if token.start > 0 or token.end > 0]
    assert not any(token.is_special for token in inside)
    assert not {token.id for token in inside} & set(loaded.tokenizer.all_special_ids)


@pytest.mark.parametrize("marker", ["</s>", "<s>", "<pad>", "<mask>"])
def test_a_typed_marker_that_is_one_piece_of_the_vocabulary_is_unknown(prepared_model, marker):
    from transformers import AutoTokenizer

    card = load_catalog()["multilingual-e5-small"]
    tokenizer = AutoTokenizer.from_pretrained(prepared_model(card.id))
    loaded = LoadedModel(card, None, tokenizer, "cpu", "torch")
    encoded = encode(loaded, f"a {marker} b")
    own = encoded.input_ids[1:-1]
    assert tokenizer.unk_token_id in own
    assert not set(own) & (set(tokenizer.all_special_ids) - {tokenizer.unk_token_id})
    assert encode_ids(loaded, [f"a {marker} b"]) == [encoded.input_ids]


def test_ids_are_the_tokenizer_s_own(loaded):
    text = "The cat sat on the mat."
    assert encode(loaded, text).input_ids == loaded.tokenizer(text)["input_ids"]


def test_truncation_keeps_the_beginning_and_tells_the_whole_length(loaded):
    text = "word " * 300
    whole, cut = encode(loaded, text), encode(loaded, text, 16)
    assert len(cut.input_ids) == len(cut.tokens) == 16
    assert cut.num_total == whole.num_total == len(whole.input_ids)
    assert cut.input_ids[:15] == whole.input_ids[:15]


def test_share_of_unknown_tokens_counts_the_text_s_own(loaded):
    encoded = encode(loaded, "我爱北京天安门")
    own = [token for token in encoded.tokens if not token.is_special]
    unknown = [token for token in own if token.text == "[UNK]"]
    assert encoded.unknown_share == pytest.approx(len(unknown) / len(own))
    assert bool(unknown) != is_byte_level(loaded)


def test_byte_pieces_show_their_bytes_where_they_are_no_whole_character(prepared_model):
    from transformers import AutoTokenizer

    model_id = "smollm2-135m-instruct"
    tokenizer = AutoTokenizer.from_pretrained(prepared_model(model_id))
    loaded = LoadedModel(load_catalog()[model_id], None, tokenizer, "cpu", "torch")
    assert [t.text for t in encode(loaded, "The 你").tokens] == ["The", "␣", "⟨E4 BD⟩", "⟨A0⟩"]
    spelled = [t.text for t in encode(loaded, "我爱北京").tokens]
    raw = bytes.fromhex("".join(text.strip("⟨⟩") for text in spelled).replace("⟩⟨", ""))
    assert raw.decode() == "我爱北京"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It didn't work.", ["It", "didn't", "work", "."]),
        ("unbelievably tokenized", ["unbelievably", "tokenized"]),
        ("你 a", ["你", "a"]),
        ("a 👩\u200d👧", ["a", "👩\u200d👧"]),
    ],
)
def test_pieces_join_into_the_words_of_the_text(loaded, text, words):
    tokens = encode(loaded, text).tokens
    starts = find_word_starts(text, tokens)
    joined = [t for t in join_tokens(text, tokens, starts) if not t.is_special]
    assert starts[0] == 0
    shown = [word.text for word in joined if not word.is_unknown and word.text != "␣"]
    unread = 0 if is_byte_level(loaded) else sum(word in "你👩\u200d👧" for word in words)
    assert shown == words[: len(words) - unread] or shown == words[unread:]


@pytest.mark.parametrize(
    ("piece", "shown"),
    [("Ġthe", "␣the"), ("Ċ", "⏎"), ("ä½", "⟨E4 BD⟩"), ("ĠðŁ", "␣⟨F0 9F⟩"), ("a b", "a b")],
)
def test_byte_piece(piece, shown):
    assert show_byte_piece(piece) == shown


@pytest.mark.parametrize(
    ("piece", "shown"),
    [
        ("▁the", "␣the"),
        ("注意力", "注意力"),
        ("▁▁", "␣␣"),
        ("\n\n", "⏎⏎"),
        ("\t", "⇥"),
        ("<0xE4>", "⟨E4⟩"),
        ("<0xe4>", "<0xe4>"),
        ("é", "é"),
    ],
)
def test_a_piece_of_text_is_shown_as_text(piece, shown):
    assert show_text_piece(piece) == shown


def test_a_vocabulary_of_text_that_knows_the_letter_is_not_one_of_bytes():
    from tokenizers import Tokenizer, decoders, models
    from transformers import PreTrainedTokenizerFast

    backend = Tokenizer(models.BPE({"<unk>": 0, "Ġ": 1, "注": 2}, [], unk_token="<unk>"))
    backend.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback()])
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=backend, unk_token="<unk>")
    card = load_catalog()["gemma-3-270m"]
    loaded = LoadedModel(card, None, tokenizer, "cpu", "torch")
    assert not is_byte_level(loaded)
    assert [token.text for token in encode(loaded, "注Ġ").tokens] == ["注", "Ġ"]
