import logging

from streamlit.testing.v1 import AppTest

from components.interface.frame import failure
from components.interface.frame.i18n import Translator
from components.interface.frame.session import LANGUAGE_KEY


def _raise_a_chain():
    try:
        {}["what a visitor typed"]
    except KeyError as error:
        raise ValueError("what a visitor typed") from error


def test_the_log_names_the_places_and_types_of_a_failure_but_quotes_no_text(caplog):
    failure.log_without_texts()
    logger = logging.getLogger("streamlit.error_util")
    with caplog.at_level("ERROR", "streamlit.error_util"):
        logger.addHandler(caplog.handler)
        try:
            _raise_a_chain()
        except ValueError as error:
            logger.error("Uncaught app execution", exc_info=error)
        finally:
            logger.removeHandler(caplog.handler)
    assert caplog.text.index("KeyError") < caplog.text.index("ValueError")
    assert "in _raise_a_chain" in caplog.text
    assert "a visitor typed\n" not in caplog.text


def test_a_link_to_no_page_is_told_once():
    def script():
        import streamlit as st

        from components.interface.frame import failure

        if "is_second" not in st.session_state:
            failure.note_missing_page(None)
        st.session_state["is_second"] = True
        failure.show_missing_page()

    app = AppTest.from_function(script)
    app.session_state[LANGUAGE_KEY] = "zh"
    assert [note.value for note in app.run().info] == [Translator("zh")("frame.missing_page")]
    assert not app.run().info
