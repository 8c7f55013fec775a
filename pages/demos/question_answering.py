"""Ask a passage: the answer as it stands there, how sure it is, or that the text does not say."""

import streamlit as st

from components.interface.charts.answers import answer_probabilities
from components.interface.charts.percents import write_probability
from components.interface.charts.theme import CONFIG, chart_theme
from components.interface.demos.question_answering.logits import show_logits
from components.interface.demos.question_answering.question_input import (
    Asked,
    fill_from_link,
    input_settings,
    show_question_input,
)
from components.interface.frame.session import current_translator, theme_name
from components.interface.shared.answer_words import (
    describe_bars,
    describe_spans,
    write_nats,
    write_values,
    write_verdict,
)
from components.interface.shared.answering import show_answer
from components.interface.shared.frame import (
    restore_from_link,
    show_code,
    show_heading,
    show_how_it_works,
)
from components.interface.shared.literal import literal_place, show_literal_style
from components.interface.shared.model_picker import model_setting, show_model_picker
from components.interface.shared.notices import show_provenance
from components.interface.shared.onward import show_onward
from components.interface.shared.other_reader import follow_text, show_followed
from components.interface.shared.passage import show_passage
from components.interface.shared.shown_code import write_code
from components.records.model import ModelCard
from components.records.question_answering import QuestionAnsweringRequest, QuestionAnsweringResult

PAGE = "question_answering"
# The answer is the largest thing on the page.
STYLE = """
<style>
  [class*="st-key-literal-plain-answer"] [data-testid="stText"] {
    font-size: 1.5rem; line-height: 1.4;
  }
</style>
"""

t = current_translator()
theme = chart_theme(theme_name())


def show_result(text: str, result: QuestionAnsweringResult, card: ModelCard) -> None:
    """Show the answer, its rivals, where they stand, and what limits them."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        show_verdict(result)
        show_rivals(result)
    with right:
        st.markdown(t(f"{PAGE}.passage_title"))
        show_passage(
            text,
            describe_spans(t, result, theme),
            label=t(f"{PAGE}.passage_label"),
            hint=t(f"{PAGE}.passage_hint"),
            key=f"{PAGE}.passage",
        )
        show_limits(result, card)
    show_logits(t, result, theme)


def show_verdict(result: QuestionAnsweringResult) -> None:
    """Show the answer in large letters, literally, or that there is none."""
    if result.has_answer:
        st.caption(write_verdict(t, result))
        literal_place("answer").text(result.answers[0].text)
        return
    st.subheader(write_verdict(t, result), anchor=False)
    st.caption(
        t(f"{PAGE}.null_note", percent=write_probability(result.answers[0].probability, digits=1)),
    )


def show_rivals(result: QuestionAnsweringResult) -> None:
    """Show the probabilities of the best spans and of "the text does not say"."""
    st.plotly_chart(
        answer_probabilities(
            describe_bars(t, result, theme),
            theme,
            title=t(f"{PAGE}.rivals_title"),
            axis=t(f"{PAGE}.probability_axis"),
        ),
        theme=None,
        config=CONFIG,
        alt=t(f"{PAGE}.rivals_alt", values=write_values(t, result)),
        key=f"{PAGE}.rivals_chart",
    )
    st.caption(t(f"{PAGE}.rivals_read"))


def show_limits(result: QuestionAnsweringResult, card: ModelCard) -> None:
    """Say what was read how, where "does not say" begins, and where the answer comes from."""
    if result.question_read is not None:
        read = f"{len(result.question_read):,}"
        st.warning(t(f"{PAGE}.question_cut", read=read), icon=":material/content_cut:")
    if result.num_windows > 1:
        tokens = result.window.tokens
        stretch = {"first": f"{tokens[1].start + 1:,}", "last": f"{tokens[-1].end:,}"}
        st.caption(t(f"{PAGE}.windows", count=f"{result.num_windows:,}", **stretch))
    st.caption(
        t(
            f"{PAGE}.threshold",
            score=write_nats(-result.null_score),
            threshold=write_nats(-result.threshold),
        )
    )
    show_provenance(t, card, result.provenance)


def link_values(asked: Asked) -> dict[str, str]:
    """Return what the link carries beside the text; what an example says need not stand in it."""
    own = "" if asked.is_its_question or asked.question is None else asked.question.text
    return {"model": model.id, "example": asked.example, "question": own}


settings = [model_setting(PAGE), *input_settings()]
restore_from_link(PAGE, settings)
fill_from_link(t)
st.html(STYLE)
show_literal_style()
show_heading(t, PAGE)
picker = st.container()
asked = show_question_input(t)
follow_text(PAGE, PAGE, [asked.text.text] if asked.text else [])
with picker:
    model = show_model_picker(t, PAGE)
    show_followed(t, PAGE)
answer = None
if asked.text is not None and asked.question is not None:
    request = QuestionAnsweringRequest(asked.question.text, (asked.text.text,))
    answer = show_answer(t, PAGE, model.id, request)
    if answer is not None:
        show_result(asked.text.text, answer, model)
        own_text = "" if asked.example else asked.text.text
        show_onward(t, PAGE, settings, link_values(asked), own_text)
show_how_it_works(t, PAGE)
if answer is not None:
    show_code(t, write_code(request, answer, model))
