"""Who runs the app, and which requests come from their own machine."""

import pytest

from components.accounts.mode import check_address, current_mode, is_own_request


@pytest.mark.parametrize(
    ("setting", "mode"),
    [(None, "personal"), ("", "personal"), (" Personal ", "personal"), ("class", "class")],
)
def test_the_operator_says_who_runs_it(monkeypatch, setting, mode):
    monkeypatch.delenv("PATHFINDER_MODE", raising=False)
    if setting is not None:
        monkeypatch.setenv("PATHFINDER_MODE", setting)
    assert current_mode() == mode


def test_another_word_is_refused(monkeypatch):
    monkeypatch.setenv("PATHFINDER_MODE", "public")
    with pytest.raises(ValueError, match="set it to personal or class"):
        current_mode()


@pytest.mark.parametrize("setting", ["", "personal"])
@pytest.mark.parametrize("address", ["0.0.0.0", "::", "", None, "192.168.1.7", "host.example"])
def test_a_personal_app_listens_on_no_other_address(monkeypatch, setting, address):
    monkeypatch.setenv("PATHFINDER_MODE", setting)
    with pytest.raises(ValueError, match="PATHFINDER_MODE=class") as refused:
        check_address(address)
    assert "\n" not in str(refused.value)
    monkeypatch.setenv("PATHFINDER_MODE", "class")
    check_address(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost", "127.8.9.1"])
def test_a_personal_app_listens_on_loopback(monkeypatch, address):
    monkeypatch.delenv("PATHFINDER_MODE", raising=False)
    check_address(address)


HOST = ("host", "localhost:8501")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8501", "127.0.0.1:80", "[::1]:8501"])
def test_this_machines_own_names_are_answered(host):
    assert is_own_request("127.0.0.1", "127.0.0.1", [("host", host), ("accept", "*/*")])
    assert is_own_request("::1", "::ffff:127.0.0.1", [("host", host)])


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8501", "0.0.0.0:8501"),
        *("192.168.1.7", "localhost@evil.example", "evil.example@localhost", "localhost:99999999x"),
        *("", " ", "localhost/evil.example", "[::1", "2130706433", "localhost#.evil.example"),
    ],
)
def test_other_names_are_not(host):
    assert not is_own_request("127.0.0.1", "127.0.0.1", [("host", host)])


def test_a_request_without_or_with_two_hosts_is_not_answered():
    assert not is_own_request("127.0.0.1", "127.0.0.1", [])
    two = [HOST, ("host", "evil.example")]
    assert not is_own_request("127.0.0.1", "127.0.0.1", two)


@pytest.mark.parametrize(
    "header",
    [
        *("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"),
        *("via", "x-forwarded", "cf-connecting-ip", "true-client-ip", "x-client-ip"),
    ],
)
def test_what_was_forwarded_is_not_answered(header):
    assert not is_own_request("127.0.0.1", "127.0.0.1", [HOST, (header, "127.0.0.1")])


@pytest.mark.parametrize(
    ("server", "peer"),
    [("192.168.1.7", "192.168.1.7"), ("127.0.0.1", "10.0.0.2"), (None, None), ("127.0.0.1", None)],
)
def test_both_ends_are_on_loopback(server, peer):
    assert not is_own_request(server, peer, [HOST])
