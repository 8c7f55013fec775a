"""The visitor without a browser: what it sends, and what it makes of what comes."""

import asyncio

import pytest
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.visitor import Screen, Visitor, find_refusal, rerun_message
from components.interface.frame.i18n import Translator


def element(kind, **fields):
    message = ForwardMsg()
    body = getattr(message.delta.new_element, kind)
    body.SetInParent()
    for name, value in fields.items():
        setattr(body, name, value)
    return message


def finished(status):
    return ForwardMsg(script_finished=status)


def menu():
    message = ForwardMsg()
    message.navigation.page_script_hash = "h2"
    for address, page_hash in (("", "h1"), ("sentiment", "h2")):
        page = message.navigation.app_pages.add()
        page.url_pathname, page.page_script_hash = address, page_hash
    return message


def screen_after(*messages):
    screen = Screen()
    for message in messages:
        screen.take(message)
    return screen


def read(data):
    message = BackMsg()
    message.ParseFromString(data)
    return message.rerun_script


def test_a_first_visit_names_page_and_query():
    state = read(rerun_message(Screen(), page="sentiment", query="text=a+b"))
    assert (state.page_name, state.query_string, state.page_script_hash) == (
        "sentiment",
        "text=a+b",
        "",
    )


def test_a_change_of_page_names_its_hash():
    screen = screen_after(menu())
    assert read(rerun_message(screen)).page_script_hash == "h2"
    assert read(rerun_message(screen, page="")).page_script_hash == "h1"


def test_widgets_are_found_by_their_keys():
    screen = screen_after(
        element("text_area", id="$$ID-0af1-sentiment.text"),
        element("button", id="$$ID-0af2-sentiment.again"),
        element("button_group", id="$$ID-0af3-frame.language"),
    )
    values = {
        "sentiment.text": "good",
        "sentiment.again": True,
        "frame.language": ["中文"],
    }
    widgets = read(rerun_message(screen, values=values)).widget_states.widgets
    by_id = {widget.id: widget for widget in widgets}
    assert by_id["$$ID-0af1-sentiment.text"].string_value == "good"
    assert by_id["$$ID-0af2-sentiment.again"].trigger_value is True
    assert list(by_id["$$ID-0af3-frame.language"].string_array_value.data) == ["中文"]
    with pytest.raises(KeyError):
        rerun_message(screen, values={"no.such": "x"})


def test_a_run_is_over_when_the_script_is_and_not_when_it_begins_again():
    assert not screen_after(finished(ForwardMsg.FINISHED_EARLY_FOR_RERUN)).is_over
    assert screen_after(finished(ForwardMsg.FINISHED_SUCCESSFULLY)).is_over
    broken = screen_after(finished(ForwardMsg.FINISHED_WITH_COMPILE_ERROR))
    assert broken.is_over
    assert broken.errors


def test_elements_are_counted_and_exceptions_are_errors():
    screen = screen_after(
        element("plotly_chart"),
        element("plotly_chart"),
        element("exception", type="ValueError", message="x"),
        ForwardMsg(page_not_found={"page_name": "no"}),
    )
    assert screen.kinds["plotly_chart"] == 2
    assert screen.errors == ["exception: ValueError x", "page not found"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_notices_are_told_apart(language):
    t = Translator(language)
    busy = t("refusal.busy", wait_s=7)
    failed = t("refusal.job_failed")
    harmless = t("note.truncated", used="1", total="2")
    assert find_refusal(busy) == "busy"
    assert find_refusal(failed) == "job_failed"
    assert find_refusal(harmless) is None
    screen = screen_after(
        *(element("alert", body=text, format=Alert.WARNING) for text in (busy, failed, harmless)),
        element("alert", body="broken", format=Alert.ERROR),
    )
    assert screen.refusals == ["busy"]
    assert screen.errors == ["job_failed", "notice: broken"]


class FakeSocket:
    """A connection that plays back messages."""

    def __init__(self, messages):
        self.messages, self.sent = [m.SerializeToString() for m in messages], []

    async def send(self, data):
        self.sent.append(data)

    async def recv(self, decode):
        return self.messages.pop(0)


def test_a_run_reads_until_its_end_and_keeps_the_menu():
    visitor = Visitor("http://127.0.0.1:1")
    done = finished(ForwardMsg.FINISHED_SUCCESSFULLY)
    visitor._socket = FakeSocket([menu(), element("markdown"), done, element("markdown"), done])
    first = asyncio.run(visitor.run(page="sentiment"))
    assert first.is_over
    assert first.kinds["markdown"] == 1
    second = asyncio.run(visitor.run())
    assert second.pages == first.pages
    assert read(visitor._socket.sent[1]).page_script_hash == "h2"
