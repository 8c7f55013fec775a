"""The small-model clinic: SmolLM2 answers an interview question, the learner finds its errors."""

import streamlit as st

from components.career.content.schema import InterviewQuestion
from components.interface.career.practise.grading import grade, show_levels, show_rubric
from components.interface.career.practise.interview import choose_interview, show_keeping
from components.interface.charts.theme import ChartTheme
from components.interface.frame import learner, runtime
from components.interface.frame.i18n import Translator
from components.interface.shared.answering import show_answer
from components.interface.shared.literal import show_literal_style
from components.interface.shared.passage import Span, show_passage
from components.records.learner import Attempt, Learning, new_id
from components.records.text_generation import ChatMessage, TextGenerationRequest
from components.text.cleaning import remove_control
from components.text.sentences import Sentence, split_sentences

KEY, ROUND = "practise.clinic", "practise.clinic_round"
MODEL = "smollm2-135m-instruct"
LANGUAGE = "en"
"""The model reads English, so it is asked in English whatever the page's language."""
MAX_NEW_TOKENS = 160


def show_clinic(t: Translator, learning: Learning, theme: ChartTheme) -> None:
    """Show a question, the model's answer, and what the learner finds in it."""
    learner.register_own_keys(KEY)
    show_literal_style()
    question = choose_interview(t, f"{KEY}_question", learning)
    name = runtime.offers().cards[MODEL].name
    with st.container(width=720):
        st.caption(t("practise.clinic_about", model=name))
        st.markdown(f"#### {question.prompt.en}")
    number = int(st.session_state.get(ROUND, 1))
    key = f"{KEY}.{question.id}.{number}"
    if not st.session_state.get(f"{key}.asked"):
        st.button(
            t("practise.clinic_ask", model=name),
            key="practise.clinic_ask",
            type="primary",
            icon=":material/smart_toy:",
            on_click=st.session_state.__setitem__,
            args=(f"{key}.asked", True),
        )
        return
    result = show_answer(t, "practise", MODEL, make_request(question, number))
    if result is None:
        return
    text = remove_control(result.sequences[0].text)[0].strip()
    _show_answer(t, question, text, key, learning, theme)
    st.button(
        t("practise.clinic_again"),
        key="practise.clinic_again",
        icon=":material/refresh:",
        type="tertiary",
        on_click=_ask_again,
        args=(question.id, number + 1),
    )


def make_request(question: InterviewQuestion, number: int) -> TextGenerationRequest:
    """Make the request of a round; the same round gives the same answer again."""
    message = ChatMessage("user", f"{question.prompt.en} Answer in five sentences at most.")
    return TextGenerationRequest(
        (message,), is_chat=True, max_new_tokens=MAX_NEW_TOKENS, temperature=0.6, seed=number
    )


def _ask_again(question: str, number: int) -> None:
    st.session_state[ROUND] = number
    st.session_state[f"{KEY}.{question}.{number}.asked"] = True


def _show_answer(
    t: Translator,
    question: InterviewQuestion,
    text: str,
    key: str,
    learning: Learning,
    theme: ChartTheme,
) -> None:
    sentences = split_sentences(text)
    numbers = list(range(1, len(sentences) + 1))
    place = st.container(width=720)
    wrong = st.pills(
        t("practise.clinic_wrong"), numbers, selection_mode="multi", key=f"{key}.wrong"
    )
    with place:
        show_passage(
            text,
            mark_sentences(t, sentences, wrong, theme),
            label=t("practise.clinic_answer"),
            hint=t("practise.clinic_hint"),
            key="practise.clinic_passage",
        )
    grades = st.session_state.get(f"{key}.grades")
    if grades is None and sentences:
        grades = grade(t, question, text, LANGUAGE)
        st.session_state[f"{key}.grades"] = grades
    covered = show_rubric(t, key, question, grades or ())
    fact = st.session_state.setdefault(f"{key}.fact", new_id())
    marked = tuple(sentences[number - 1].text for number in sorted(wrong))
    attempt = Attempt(question.id, MODEL, LANGUAGE, text, covered, marked, id=fact)
    show_keeping(t, "practise.clinic_keep", attempt, len(question.rubric), learning)
    show_levels(t, question)


def mark_sentences(
    t: Translator, sentences: list[Sentence], wrong: list[int], theme: ChartTheme
) -> list[Span]:
    """Number the sentences, and tint those that the learner calls wrong."""
    return [
        Span(
            sentence.start,
            sentence.end,
            theme.negative if number in wrong else theme.neutral,
            0.22 if number in wrong else 0.0,
            t("practise.clinic_sentence", number=number),
            str(number),
            is_underlined=number in wrong,
        )
        for number, sentence in enumerate(sentences, start=1)
    ]
