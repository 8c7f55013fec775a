from components.engine.inference.whole_characters import name_whole_characters
from components.records.token import Token


def test_parts_of_a_character_are_counted_and_others_left_alone():
    tokens = [
        Token(0, "⟨E7⟩", 0, 1),
        Token(1, "⟨88⟩", 0, 1),
        Token(2, "⟨B1⟩", 0, 1),
        Token(3, "␣⟨E9⟩", 1, 3),
        Token(4, "⟨AD 91⟩", 2, 3),
        Token(5, "好", 3, 4),
        Token(6, "⟨end⟩", 0, 0, is_special=True),
    ]
    named = [token.text for token in name_whole_characters("爱 魑好", tokens)]
    assert named == ["爱·1/3", "爱·2/3", "爱·3/3", "␣魑·1/2", "魑·2/2", "好", "⟨end⟩"]


def test_equal_characters_in_a_row_are_counted_apart():
    tokens = [Token(0, "⟨E7⟩", 0, 1), Token(1, "⟨88⟩", 0, 1)]
    tokens += [Token(0, "⟨E7⟩", 1, 2), Token(1, "⟨88⟩", 1, 2)]
    named = [token.text for token in name_whole_characters("爱爱", tokens)]
    assert named == ["爱·1/2", "爱·2/2"] * 2
