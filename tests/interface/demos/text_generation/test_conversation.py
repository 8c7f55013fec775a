from components.interface.demos.text_generation.conversation import Turn, make_messages
from components.interface.demos.text_generation.streaming import Draft
from components.records.text_generation import ChatMessage, TextGenerationRequest


def test_turns_without_an_answer_are_not_told():
    request = TextGenerationRequest((ChatMessage("user", "x"),))
    said = Turn("a", Draft(None, request, text="b"))
    told = make_messages([said, Turn("lost", Draft(None, request)), Turn("c")], "  ")
    assert [(m.role, m.content) for m in told] == [
        ("user", "a"),
        ("assistant", "b"),
        ("user", "c"),
    ]
