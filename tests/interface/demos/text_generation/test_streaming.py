from components.interface.demos.text_generation.streaming import Draft, write_draft
from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.records.answer import Provenance, TextDelta
from components.records.service import Health
from components.records.text_generation import (
    ChatMessage,
    GeneratedSequence,
    TextGenerationRequest,
    TextGenerationResult,
)

READY = Health("ready", device="cpu", backend="torch")


def test_updates_on_the_screen_are_few_and_end_with_the_whole_text(monkeypatch):
    def ask(model_id, request, watch):
        for _ in range(200):
            watch(TextDelta("a"), READY)
        return TextGenerationResult(
            (GeneratedSequence("a" * 200, 200, False),),
            1.0,
            Provenance(model_id, "cpu", "torch", 1.0, 1, 1),
        )

    class Nowhere:
        def empty(self):
            pass

    monkeypatch.setattr(runtime, "ask", ask)
    shown, card = [], runtime.offers().cards["smollm2-135m-instruct"]
    draft = Draft(card, TextGenerationRequest((ChatMessage("user", "x"),)))
    write_draft(Translator("en"), draft, Nowhere(), shown.append)
    assert draft.state == "done"
    assert draft.num_tokens == 200
    assert 1 <= len(shown) < 20
