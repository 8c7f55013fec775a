"""The catalog is complete and consistent, and a wrong one says where it is wrong."""

import re

import pytest

from components.models import catalog
from components.models.catalog import load_catalog, models_for, parse_catalog
from components.records import assets
from components.records.model import HubSource, PartsSource, TrainedSource, WheelSource

SUM = "a" * 64
COMMIT = "0123456789abcdef0123456789abcdef01234567"
TABLE = f"""\
[tiny]
name = "Tiny"
architecture = "encoder"
family = "bert"
tasks = ["attention"]
licence = "MIT"
languages = ["en"]
parameters = 10
size_mb = 1
max_tokens = 16
is_bundled = false
is_chat = false
homepage = "https://example.org"
card = {{ en = "Tiny." }}
[[tiny.sources]]
kind = "hub"
repository = "some-one/tiny"
revision = "{COMMIT}"
files = {{ "model.safetensors" = "" }}
"""
CARDS = list(load_catalog().values())


def changed(old, new):
    assert old in TABLE
    return TABLE.replace(old, new)


def test_table_becomes_a_card():
    card = parse_catalog(TABLE)["tiny"]
    assert (card.id, card.tasks, card.card) == ("tiny", ("attention",), {"en": "Tiny."})
    assert card.sources == (HubSource("some-one/tiny", COMMIT, {"model.safetensors": ""}),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (changed("parameters = 10", "parameters = 0"), "field parameters"),
        (changed("parameters = 10\n", ""), "field parameters: Field required"),
        (changed("size_mb", "size_gb"), "field size_gb: Extra inputs"),
        (changed('"encoder"', '"transformer"'), "field architecture"),
        (changed('family = "bert"\n', ""), "field family: Field required"),
        (changed('"bert"', '"Bert Model"'), "field family"),
        (changed('["attention"]', "[]"), "field tasks"),
        (changed('["en"]', '["English"]'), "field languages.0"),
        (changed("en = ", "zh = "), "field card: .*English"),
        (changed("https://", "http://"), "field homepage"),
        (changed("is_chat = false", "is_chat = true"), "only a decoder can chat"),
        (changed("is_bundled = false", "is_bundled = true"), "other than the model hub"),
        (changed(COMMIT, "main"), "field sources.0.hub: .*a name that can move"),
        (changed(COMMIT, COMMIT[:7]), "a name that can move"),
        (changed('"model.safetensors" = ""', '"model.safetensors" = "abc"'), "not a sha256"),
        (changed('"model.safetensors"', '"pytorch_model.bin"'), "are safe"),
        (changed('"model.safetensors"', '"modeling_tiny.py"'), "are safe"),
        (changed('"model.safetensors"', '"../model.safetensors"'), "not a path inside"),
        (changed('"model.safetensors"', '"/model.safetensors"'), "not a path inside"),
        (changed('{ "model.safetensors" = "" }', "{}"), "files"),
        (changed('"some-one/tiny"', '"tiny"'), "field sources.0.hub.repository"),
        (changed('kind = "hub"', 'kind = "web"'), "field sources.0"),
    ],
)
def test_wrong_field_is_named(text, message):
    with pytest.raises(ValueError, match=r"models\.toml, table 'tiny', .*" + message):
        parse_catalog(text)


def test_model_needs_a_source():
    with pytest.raises(ValueError, match="needs at least one source"):
        parse_catalog(TABLE[: TABLE.index("[[")] + "sources = []\n")


def test_name_of_a_table_is_a_slug():
    with pytest.raises(ValueError, match="'Tiny Model': the name is not"):
        parse_catalog(TABLE.replace("[tiny]", '["Tiny Model"]').replace("[tiny.", '["Tiny Model".'))


def test_branch_is_allowed_where_every_file_has_its_sum():
    text = changed(COMMIT, "main").replace('.safetensors" = ""', f'.safetensors" = "{SUM}"')
    assert parse_catalog(text)["tiny"].sources[0].revision == "main"


def test_wheel_needs_every_sum():
    wheel = changed('kind = "hub"', 'kind = "wheel"\npackage = "t"\nversion = "1"\nfolder = "t"')
    wheel = re.sub("repository.*\nrevision.*\n", "", wheel)
    with pytest.raises(ValueError, match="every file taken out of a wheel"):
        parse_catalog(wheel)
    source = parse_catalog(wheel.replace('= "" }', f'= "{SUM}" }}'))["tiny"].sources[0]
    assert source == WheelSource("t", "1", "t", {"model.safetensors": SUM}, None)


def test_quantised_file_may_lie_in_a_wheel_alone():
    hub = TABLE[TABLE.index("kind") :]
    wheel = (
        'kind = "wheel"\npackage = "tiny"\nversion = "1.0"\nfolder = "tiny"\n'
        f'files = {{ "tiny-q4.bin" = "{SUM}" }}\n'
    )
    (source,) = parse_catalog(TABLE.replace(hub, wheel))["tiny"].sources
    assert source.files == {"tiny-q4.bin": SUM}
    with pytest.raises(ValueError, match=r"'tiny-q4.bin': only .* are safe"):
        parse_catalog(TABLE.replace('"model.safetensors" = ""', f'"tiny-q4.bin" = "{SUM}"'))


PARTS = f"""\
kind = "parts"
files = {{ "tiny.gguf" = "{SUM}" }}
parts = [
  {{ package = "p-1", version = "1", folder = "p_1", files = {{ "tiny.gguf.part00" = "{SUM}" }} }},
  {{ package = "p-2", version = "1", folder = "p_2", files = {{ "tiny.gguf.part01" = "{SUM}" }} }},
]
"""


def test_file_in_parts_is_read():
    (source,) = parse_catalog(TABLE[: TABLE.index("kind")] + PARTS)["tiny"].sources
    parts = (
        WheelSource("p-1", "1", "p_1", {"tiny.gguf.part00": SUM}),
        WheelSource("p-2", "1", "p_2", {"tiny.gguf.part01": SUM}),
    )
    assert source == PartsSource({"tiny.gguf": SUM}, parts)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (f'"tiny.gguf" = "{SUM}"', '"tiny.gguf" = ""', "sha256 of the whole"),
        (f'"tiny.gguf.part01" = "{SUM}"', '"tiny.gguf.part01" = ""', "needs its sha256"),
        ('"tiny.gguf" =', '"tiny.bin" =', "are safe"),
        ('"tiny.gguf.part01"', '"tiny.py"', "are safe"),
        ('"tiny.gguf.part01"', '"../tiny.part01"', "not a path inside"),
    ],
)
def test_wrong_parts_are_named(old, new, message):
    assert old in PARTS
    with pytest.raises(ValueError, match=message):
        parse_catalog(TABLE[: TABLE.index("kind")] + PARTS.replace(old, new))


def test_terms_are_an_address_and_never_those_of_a_bundled_model():
    terms = changed("homepage", 'terms = "https://example.org/terms"\nhomepage')
    assert parse_catalog(terms)["tiny"].terms == "https://example.org/terms"
    assert parse_catalog(TABLE)["tiny"].terms is None
    with pytest.raises(ValueError, match="field terms"):
        parse_catalog(terms.replace("https://example.org/terms", "ask us"))
    bundled = terms.replace("is_bundled = false", "is_bundled = true")
    with pytest.raises(ValueError, match="cannot have terms"):
        parse_catalog(bundled[: bundled.index("kind")] + PARTS)


def test_only_hub_sources_need_the_hub():
    parts = "[[tiny.sources]]\n" + PARTS
    assert catalog.needs_hub(parse_catalog(TABLE)["tiny"])
    assert not catalog.needs_hub(parse_catalog(f"{TABLE}{parts}")["tiny"])
    assert not catalog.needs_hub(parse_catalog(TABLE[: TABLE.index("kind")] + PARTS)["tiny"])


def test_some_models_need_the_hub_and_no_bundled_one_does():
    needy = [card for card in CARDS if catalog.needs_hub(card)]
    assert needy
    assert not [card.id for card in needy if card.is_bundled]


@pytest.mark.parametrize(
    ("base", "message"), [("nobody", "no model 'nobody'"), ("second", "itself trained")]
)
def test_base_of_trained_weights(base, message):
    trained = '[[tiny.sources]]\nkind = "trained"\nbase = "{}"\nfolder = "tiny"\n'
    table = TABLE[: TABLE.index("[[")]
    second = (table + trained.format("third")).replace("tiny", "second", 2)
    text = table + trained.format(base) + second.replace("[[tiny", "[[second")
    text += TABLE.replace("[tiny]", "[third]").replace("[[tiny.", "[[third.")
    with pytest.raises(ValueError, match=f"field sources.base: .*{message}"):
        parse_catalog(text)


def test_default_of_every_task():
    defaults = {task: models_for(task)[0].id for card in CARDS for task in card.tasks}
    assert defaults == {
        "sentiment": "sentiment-en",
        "question_answering": "reader-multi",
        "embedding": "multilingual-e5-small",
        "attention": "all-minilm-l6-v2",
        "attention_heads": "all-minilm-l6-v2",
        "attention_faithfulness": "sentiment-en",
        "attention_steps": "all-minilm-l6-v2",
        "layers": "all-minilm-l6-v2",
        "text_generation": "smollm2-135m-instruct",
    }
    assert models_for("no_such_task") == []


@pytest.mark.parametrize("task", sorted({task for card in CARDS for task in card.tasks}))
def test_bundled_models_come_first(task):
    bundled = [card.is_bundled for card in models_for(task)]
    assert bundled == sorted(bundled, reverse=True)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_card_speaks_both_languages(card):
    assert {"en", "zh"} <= card.card.keys()
    for paragraph in card.card.values():
        assert "\n" not in paragraph
        assert "  " not in paragraph
        assert len(paragraph) > 80
    assert re.search("[一-鿿]", card.card["zh"])
    assert not re.search("[一-鿿]", card.card["en"])


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_every_file_of_ours_has_its_sum(card):
    for source in card.sources:
        if not isinstance(source, TrainedSource):
            assert all(source.files.values())


def test_bundled_models_have_a_second_source():
    for card in CARDS:
        if card.is_bundled and not isinstance(card.sources[0], TrainedSource):
            assert {type(source) for source in card.sources} == {WheelSource, HubSource}


def test_same_file_has_the_same_sum_in_both_sources():
    for card in CARDS:
        sums = {}
        for source in card.sources:
            for name, sha256 in getattr(source, "files", {}).items():
                assert sums.setdefault(name, sha256) == sha256


def test_catalog_lies_in_assets():
    assert (assets.ASSETS / "models.toml").is_file()


def test_calibration_is_read_from_the_measures_of_a_model_trained_here():
    measure = catalog.load_calibration("sentiment-en")
    assert measure is not None
    assert 0 <= measure.ece < 0.1
    assert measure.num_texts > 1_000
    assert catalog.load_calibration("smollm2-135m-instruct") is None


@pytest.mark.parametrize("content", [None, "", "{}", '{"validation": {"items": 3}}', "[1]"])
def test_measures_that_are_not_there_or_broken_give_no_calibration(content, tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "ASSETS", tmp_path)
    folder = tmp_path / "models" / "sentiment-en"
    folder.mkdir(parents=True)
    if content is not None:
        (folder / "metrics.json").write_text(content, encoding="utf-8")
    assert catalog.load_calibration.__wrapped__("sentiment-en") is None
