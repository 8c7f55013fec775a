"""What can be served is told before a model is loaded, and is true for every family."""

import pytest

from components.engine import inference
from components.engine.anatomy.can_serve import KNOWN_TASKS, can_serve, find_gap
from components.engine.anatomy.parts import find_layers
from components.engine.inference import attention_steps
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog, parse_catalog
from components.records.anatomy import FAMILIES
from components.records.attention import AttentionRequest
from components.records.attention_faithfulness import AttentionFaithfulnessRequest
from components.records.attention_heads import AttentionHeadsRequest, HeadSimilarityRequest
from components.records.attention_steps import AttentionStepsRequest
from components.records.attribution import AttributionRequest
from components.records.embedding import EmbeddingRequest
from components.records.head_knockout import HeadKnockoutRequest, HeadSweepRequest
from components.records.layers import LayersRequest
from components.records.question_answering import QuestionAnsweringRequest
from components.records.question_table import QuestionTableRequest
from components.records.refusal import Refusal
from components.records.sentiment import SentimentRequest
from components.records.sentiment_table import SentimentTableRequest
from components.records.text_generation import ChatMessage, TextGenerationRequest
from components.records.watched_tokens import WatchedTokensRequest
from tests.engine.tiny_families import SETTINGS, make_card, save_tiny

TEXT, QUESTION = "the book who wrote it", "who wrote the book?"
REQUESTS = {
    "sentiment": [SentimentRequest(TEXT)],
    "sentiment_table": [SentimentTableRequest((TEXT, "it"))],
    "attribution": [AttributionRequest(TEXT)],
    "attention_faithfulness": [AttentionFaithfulnessRequest(TEXT)],
    "question_answering": [QuestionAnsweringRequest(QUESTION, (TEXT,))],
    "question_table": [QuestionTableRequest((QUESTION,), (TEXT,))],
    "text_generation": [
        TextGenerationRequest((ChatMessage("user", TEXT),), max_new_tokens=3, **settings)
        for settings in ({"temperature": 0}, {"num_sequences": 2, "seed": 1}, {"num_beams": 2})
    ],
    "embedding": [EmbeddingRequest((TEXT, "it"))],
    "attention": [AttentionRequest(TEXT)],
    "attention_heads": [AttentionHeadsRequest(TEXT), HeadSimilarityRequest(TEXT)],
    "head_knockout": [
        HeadKnockoutRequest(TEXT, ((0, 1),), QUESTION), HeadSweepRequest(TEXT, QUESTION),
    ],
    "attention_steps": [AttentionStepsRequest(TEXT, layer=1, head=3)],
    "layers": [LayersRequest(TEXT)],
    "watched_tokens": [WatchedTokensRequest(TEXT, ("book",), 2)],
}  # fmt: skip
KINDS = [(family, architecture) for family, row in FAMILIES.items() for architecture in row.heads]
CATALOG = list(load_catalog().values())


@pytest.fixture(scope="module", params=KINDS, ids="-".join)
def tiny(request, tmp_path_factory):
    family, architecture = request.param
    folder = tmp_path_factory.mktemp(family)
    save_tiny(folder, family, architecture)
    return load_model(make_card(family, architecture), folder, "cpu")


def ask(loaded, request):
    return inference.run(loaded, request, lambda event: None)


def test_there_is_a_request_for_every_task():
    assert set(REQUESTS) == KNOWN_TASKS


@pytest.mark.parametrize("task", sorted(KNOWN_TASKS))
def test_a_tiny_model_of_each_family_does_what_it_is_said_to(tiny, task):
    gap = find_gap(tiny.card, task)
    for request in REQUESTS[task]:
        if gap is None:
            assert ask(tiny, request).provenance.tokens_used > 0
        else:
            with pytest.raises(Refusal) as refused:
                ask(tiny, request)
            assert (refused.value.key, refused.value.values) == (gap.key, gap.values)


def test_the_table_names_the_modules_that_are_there(tiny):
    family = FAMILIES[tiny.card.family]
    model, base = tiny.model, tiny.model.base_model
    assert type(model).__name__ == family.heads[tiny.card.architecture].class_name
    module = family.heads[tiny.card.architecture].module
    assert (module is None) == (model is base)
    if module is not None:
        assert model.get_submodule(module).weight.shape[1] == 24
        assert model.get_submodule(family.base) is base
    assert base.get_submodule(family.embeddings.token) is model.get_input_embeddings()
    assert len(find_layers(tiny)) == 2
    for path in (family.embeddings.position, family.embeddings.segment, family.embeddings.norm):
        assert path is None or base.get_submodule(path).weight.shape[-1] == 24
    assert family.final_norm is None or base.get_submodule(family.final_norm) is not None
    assert (find_layers(tiny)[0].query is find_layers(tiny)[0].value) == family.attention.is_joint


def test_a_head_that_is_said_to_be_plain_is(tiny):
    if not FAMILIES[tiny.card.family].is_walkable:
        pytest.skip("its heads compute more")
    for layer, head in ((0, 0), (1, 3)):
        result = attention_steps.run(
            tiny, AttentionStepsRequest(TEXT, layer, head), lambda event: None
        )
        assert max(result.gaps.values()) <= 1e-5, result.gaps


def test_what_is_said_to_be_causal_is(tiny):
    result = ask(tiny, AttentionRequest(TEXT))
    looks_ahead = result.weights[0, 1:].sum() > 0
    assert looks_ahead != FAMILIES[tiny.card.family].is_causal == result.is_causal


@pytest.mark.parametrize("card", CATALOG, ids=lambda card: card.id)
def test_every_model_of_the_catalog_serves_what_it_lists_and_nothing_else(card):
    for task in KNOWN_TASKS:
        refusal = can_serve(card, task)
        assert (refusal is None) == (task in card.tasks), (task, refusal)
    assert set(card.tasks) <= KNOWN_TASKS


def test_a_family_without_a_row_is_refused_for_every_task_before_anything_is_loaded(tmp_path):
    assert "opt" in SETTINGS
    assert "opt" not in FAMILIES
    card = make_card("opt", "decoder", tuple(KNOWN_TASKS))
    for task in KNOWN_TASKS:
        assert can_serve(card, task) is not None
    assert can_serve(card, "text_generation").values == {"model": "Tiny", "family": "opt"}
    save_tiny(tmp_path, "opt", "decoder")
    loaded = load_model(card, tmp_path, "cpu")
    for task, requests in REQUESTS.items():
        for request in requests:
            with pytest.raises(Refusal) as refused:
                ask(loaded, request)
            assert refused.value.key == can_serve(card, task).key


def test_a_family_serves_only_the_architectures_of_its_row():
    refusal = can_serve(make_card("gpt2", "sequence-classifier", ("sentiment",)), "sentiment")
    assert refusal.key == "family_unknown"


def test_a_model_that_answers_elsewhere_writes_and_shows_nothing():
    card = make_card(None, "decoder", ("text_generation", "attention"))
    assert can_serve(card, "text_generation") is None
    assert can_serve(card, "attention").key == "no_weights"


def test_a_card_that_names_another_family_is_not_loaded(tmp_path):
    save_tiny(tmp_path, "gpt2", "decoder")
    with pytest.raises(Refusal, match="model_failed"):
        load_model(make_card("llama", "decoder"), tmp_path, "cpu")


def test_a_catalog_may_name_a_family_without_a_row():
    table = (
        '[new]\nname = "New"\narchitecture = "decoder"\nfamily = "mamba"\n'
        'tasks = ["text_generation"]\nlicence = "MIT"\nlanguages = ["en"]\nparameters = 1\n'
        "size_mb = 1\nmax_tokens = 16\nis_bundled = false\nis_chat = false\n"
        'homepage = "https://example.org"\ncard = { en = "New." }\n[[new.sources]]\n'
        f'kind = "hub"\nrepository = "a/b"\nrevision = "{"a" * 40}"\nfiles = {{ "m.gguf" = "" }}\n'
    )
    assert can_serve(parse_catalog(table)["new"], "text_generation").key == "family_unknown"
