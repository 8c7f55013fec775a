"""Two browsers and their profiles: each has its own in hand, and nothing of the other's."""

import pytest

from components.accounts.attempts import PER_BROWSER, Attempts
from components.accounts.recovery import new_code
from components.accounts.secret import hash_secret, is_secret, new_secret
from components.career.storage import open_store
from components.records.learner import SelfRating
from components.records.refusal import Refusal
from components.service import profiles

ADA, BOB = new_secret(), new_secret()


@pytest.fixture
def opened(tmp_path):
    return open_store(tmp_path / "data")


@pytest.fixture
def store(opened):
    return opened.store


@pytest.fixture
def ada(store):
    return profiles.start_profile(store, ADA, "Ada")


def test_a_secret_has_256_bits_and_no_two_are_alike():
    secrets = {new_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert all(map(is_secret, secrets))
    for other in ("", ADA[:-1], f"{ADA}=", f"{ADA}\n", ADA[:-1] + "é"):
        assert not is_secret(other)


def test_neither_a_secret_nor_a_code_is_stored(opened, ada):
    opened.store.engine.dispose()
    content = opened.path.read_bytes()
    assert ADA.encode() not in content
    assert ada.code.encode() not in content
    assert ada.code.replace("-", "").encode() not in content
    assert hash_secret(ADA).encode() in content


def test_a_stranger_can_do_nothing(store, ada):
    store.append(ada.profile.id, SelfRating("rag", 2))
    data = profiles.export_profile(store, ADA)
    for stranger in (BOB, ada.profile.id, hash_secret(ADA), ADA.lower(), ""):
        for action in (
            lambda: profiles.export_profile(store, stranger),  # noqa: B023
            lambda: profiles.rename_profile(store, stranger, "Mallory"),  # noqa: B023
            lambda: profiles.delete_profile(store, stranger),  # noqa: B023
            lambda: profiles.renew_code(store, stranger),  # noqa: B023
        ):
            with pytest.raises(Refusal, match="profile_gone"):
                action()
        assert profiles.own_profile(store, stranger) is None
        profiles.close_profile(store, stranger)
    imported = profiles.import_profile(store, BOB, data)
    assert imported.profile.id != ada.profile.id
    profiles.delete_profile(store, BOB)
    assert profiles.own_profile(store, ADA) == ada.profile
    assert profiles.export_profile(store, ADA) == data


def test_a_file_goes_into_ones_own_profile_where_there_is_one(store, ada):
    store.append(ada.profile.id, SelfRating("rag", 2))
    data = profiles.export_profile(store, ADA)
    first = profiles.import_profile(store, BOB, data)
    assert first.code is not None
    again = profiles.import_profile(store, BOB, data)
    assert (again.profile, again.code) == (first.profile, None)
    assert len(store.profiles()) == 2
    assert store.learning(first.profile.id) == store.learning(ada.profile.id)


def test_the_code_brings_a_profile_back_after_the_cookies_went(store, ada):
    attempts = Attempts()
    fresh = new_secret()
    assert profiles.own_profile(store, fresh) is None
    typed = ada.code.lower().replace("-", " ")
    assert profiles.recover_profile(store, fresh, typed, attempts) == ada.profile
    renewed = profiles.renew_code(store, fresh)
    with pytest.raises(Refusal, match="recovery_unknown"):
        profiles.recover_profile(store, BOB, ada.code, attempts)
    assert profiles.recover_profile(store, BOB, renewed, attempts) == ada.profile


def test_codes_cannot_be_guessed_and_typing_errors_count_for_nothing(store, ada):
    attempts = Attempts()
    for _ in range(2 * PER_BROWSER):
        with pytest.raises(Refusal, match="recovery_mistyped"):
            profiles.recover_profile(store, BOB, "0000", attempts)
    for _ in range(PER_BROWSER):
        with pytest.raises(Refusal, match="recovery_unknown"):
            profiles.recover_profile(store, BOB, new_code(), attempts)
    with pytest.raises(Refusal, match="recovery_limited"):
        profiles.recover_profile(store, BOB, ada.code, attempts)


def test_the_operator_issues_a_code_for_a_profile_from_before(store):
    old = store.create_profile("Ada")
    assert not profiles.has_code(store, old)
    code = profiles.issue_code(store, old.id)
    assert profiles.has_code(store, old)
    assert profiles.recover_profile(store, ADA, code, Attempts()) == old


def test_after_a_deletion_its_own_browser_is_nobodys_and_others_are_told(store, ada):
    profiles.recover_profile(store, BOB, ada.code, Attempts())
    profiles.delete_profile(store, ADA)
    assert profiles.own_profile(store, ADA) is None
    with pytest.raises(Refusal, match="profile_gone"):
        profiles.own_profile(store, BOB)
    assert profiles.start_profile(store, BOB, "Bob").code is not None
