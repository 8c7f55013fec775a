"""Recovery codes: read as people type them, refused where they mistype them."""

import pytest

from components.accounts import recovery
from components.accounts.recovery import SYMBOLS, new_code, read_code
from components.records.refusal import Refusal


def test_a_code_has_135_random_bits_in_groups_of_four(monkeypatch):
    drawn = []
    monkeypatch.setattr(recovery.secrets, "randbits", lambda count: drawn.append(count) or 37)
    assert new_code() == "-".join(["0000"] * 6 + ["0150"])
    assert drawn == [135]
    monkeypatch.undo()
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 34 and code.count("-") == 6 for code in codes)


def test_a_code_never_ends_in_a_symbol_beyond_base_32(monkeypatch):
    numbers = iter([36, 32, 31])
    monkeypatch.setattr(recovery.secrets, "randbits", lambda count: next(numbers))
    assert new_code().endswith("ZZ")


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code.lower(),
        lambda code: code.replace("-", ""),
        lambda code: f"\n {code.replace('-', ' ')}\u3000",
        lambda code: code.replace("-", "\u2013"),
        lambda code: "".join(chr(ord(c) + 0xFEE0) for c in code),
        lambda code: code.replace("0", "o").replace("1", "l"),
        lambda code: code.replace("0", "O").replace("1", "I"),
    ],
)
def test_a_code_is_read_as_people_type_it(typed):
    for _ in range(20):
        code = new_code()
        assert read_code(typed(code)) == code


def test_any_wrong_symbol_and_any_swap_of_neighbours_is_noticed():
    code = new_code().replace("-", "")
    for place, right in enumerate(code):
        wrong = [code[:place] + other + code[place + 1 :] for other in SYMBOLS if other != right]
        swapped = code[:place] + code[place + 1 : place + 2] + right + code[place + 2 :]
        for typed in [*wrong, *([swapped] if swapped != code else [])]:
            with pytest.raises(Refusal, match="recovery_mistyped"):
                read_code(typed)


@pytest.mark.parametrize("typed", ["", " ", "A" * 27, "A" * 29, "U" * 28, "密码" * 14, "\ud800"])
def test_what_is_no_code_is_mistyped(typed):
    with pytest.raises(Refusal, match="recovery_mistyped"):
        read_code(typed)
