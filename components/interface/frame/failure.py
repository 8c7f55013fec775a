"""What a visitor and the log are told when a page fails: a plain sentence, and where it failed."""

import logging
import traceback
from collections.abc import Iterator

import streamlit as st

from components.interface.frame.session import current_translator

MISSING_PAGE = "frame.missing_page"
_LOGGER = "streamlit.error_util"
"""Where Streamlit logs what a script raises, before it asks what to show."""


def show_failure(_error: Exception) -> bool:
    """Say in the visitor's language that the page has failed.

    Returns:
        True, so that Streamlit's own box stays away, which is in English and offers to ask others.
    """
    st.error(current_translator()("frame.failure"), icon=":material/error:")
    return True


def show_missing_page() -> None:
    """Say that a link leads to no page, once, on the page that is shown instead."""
    if st.session_state.pop(MISSING_PAGE, False):
        st.info(current_translator()("frame.missing_page"), icon=":material/link_off:")


def note_missing_page(_context: object) -> None:
    """Note that a link leads to no page, where Streamlit would open a dialog in English."""
    st.session_state[MISSING_PAGE] = True


def log_without_texts() -> None:
    """Keep the messages of exceptions out of the log: they may quote what a visitor typed."""
    logging.getLogger(_LOGGER).addFilter(_strip_message)


def _strip_message(record: logging.LogRecord) -> bool:
    if record.exc_info and record.exc_info[1] is not None:
        record.exc_text = describe_failure(record.exc_info[1])
        record.exc_info = None
    return True


def describe_failure(error: BaseException) -> str:
    """Write where an exception and those behind it were raised, and of what type they are.

    Returns:
        Tracebacks, the first cause first, without any message.
    """
    return "\n".join(
        "".join(traceback.format_tb(link.__traceback__)) + type(link).__qualname__
        for link in reversed(list(_chain(error)))
    )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
