import pytest
from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg

from components.interface.frame.arrivals.frames import repair_frame

REPLACED = "\ufffd"
HALVES = ["\ud83d", "\udc00", "\udfff\ud800"]


def frame_of(text):
    """Write the message that a browser sends; it writes half a pair as three bytes."""
    stand_in = "\x01" * len(text.encode("utf-8", "surrogatepass"))
    message = BackMsg()
    message.rerun_script.query_string = "lang=en"
    message.rerun_script.widget_states.widgets.add(id="sentiment.text", string_value=stand_in)
    frame = message.SerializeToString()
    return frame.replace(stand_in.encode(), text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("half", HALVES)
def test_half_a_surrogate_pair_becomes_a_replacement_character(half):
    frame = frame_of(f"A terrible film {half} 很差 👍")
    with pytest.raises(DecodeError):
        BackMsg.FromString(frame)
    state = BackMsg.FromString(repair_frame(frame)).rerun_script
    (widget,) = state.widget_states.widgets
    assert widget.string_value == f"A terrible film {half} 很差 👍".replace(
        half, REPLACED * len(half)
    )
    assert (widget.id, state.query_string) == ("sentiment.text", "lang=en")


def test_a_message_that_can_be_read_stays_as_it_is():
    frame = frame_of("한국어 힣 😀 \ufffd")
    assert repair_frame(frame) == frame


def test_bytes_that_look_like_half_a_pair_stay_as_they_are():
    message = BackMsg()
    message.rerun_script.widget_states.widgets.add(id="b", bytes_value=b"\xed\xa0\xbd")
    frame = message.SerializeToString()
    assert b"\xed\xa0\xbd" in frame
    assert repair_frame(frame) == frame
