"""The rule by which reading time and hours are estimated, with its constants and sources."""

import streamlit as st

from components.career.content import effort
from components.interface.frame.i18n import Translator

SOURCES = (
    ("How many words do we read per minute?", "https://doi.org/10.1016/j.jml.2019.104047"),
    (
        "Standardized Assessment of Reading Performance: The New International Reading Speed "
        "Texts IReST",
        "https://doi.org/10.1167/iovs.11-8284",
    ),
)


def show_rule(t: Translator, page: str) -> None:
    """Show both sentences of the rule, and what the reading rates rest on."""
    with st.container(width=720):
        st.markdown(
            t(
                f"{page}.rule_lesson",
                words=effort.WORDS_A_MINUTE,
                characters=effort.CHARACTERS_A_MINUTE,
                formula=effort.SECONDS_A_FORMULA,
                code=effort.SECONDS_A_CODE_BLOCK,
                number=effort.SECONDS_A_NUMBER,
                question=effort.SECONDS_A_QUESTION,
            )
        )
        st.markdown(
            t(
                f"{page}.rule_skill",
                level=effort.TARGET_LEVEL,
                reviews=effort.REVIEWS,
                most=effort.MOST_RESOURCE_MINUTES // 60,
                factor=effort.PRACTICE_FACTOR,
                doing=effort.PRACTICE_FACTOR - 1,
            )
        )
        notes = t.items(f"{page}.rule_source")
        for (title, url), note in zip(SOURCES, notes, strict=True):
            st.markdown(f"- [{title}]({url}) · {note}")
