"""Rate yourself, then let questions show it: claimed, demonstrated, retained."""

import streamlit as st

from components.interface.career.assess.quiz import (
    current_quiz,
    open_questions,
    show_quiz,
    start_quiz,
)
from components.interface.career.assess.self_rating import show_many_ratings, show_self_rating
from components.interface.career.shared.profile_bar import show_profile_bar
from components.interface.career.shared.standing import show_standing
from components.interface.charts.theme import chart_theme
from components.interface.frame import learner
from components.interface.frame.learner import say
from components.interface.frame.session import (
    current_translator,
    register_translated_options,
    theme_name,
)
from components.interface.shared.frame import show_heading, show_how_it_works
from components.records.learner import Learning

PAGE = "assess"
SKILL = f"{PAGE}.skill"

t = current_translator()
theme = chart_theme(theme_name())
content = learner.content()


def choose_skill(learning: Learning) -> str:
    """Show the skills; a link names one with `?skill=`."""
    options = sorted(content.skills, key=lambda s: (content.skills[s].area, s))
    wish = st.query_params.get("skill")
    if wish in content.skills:
        st.session_state[SKILL] = wish
    if st.query_params:
        st.query_params.clear()
    register_translated_options(SKILL)
    if st.session_state.get(SKILL) not in content.skills:
        asked = [answer.skill for answer in learning.answers if answer.skill in content.skills]
        st.session_state[SKILL] = asked[-1] if asked else _first_with_questions(options)
    return str(
        st.selectbox(
            t(f"{PAGE}.skill"),
            options,
            format_func=lambda s: (
                f"{say(t, content.skills[s].name)} · {t(f'career.area.{content.skills[s].area}')}"
            ),
            key=SKILL,
            persist_state="session",
            width=560,
        )
    )


def _first_with_questions(options: list[str]) -> str:
    return next((skill for skill in options if content.questions_of(skill)), options[0])


def show_start(skill: str, learning: Learning) -> None:
    """Show the button that begins a quiz, or why there is nothing to ask."""
    total, left = len(content.questions_of(skill)), len(open_questions(learning, skill))
    if not total:
        st.info(t(f"{PAGE}.no_questions"), icon=":material/hourglass_empty:")
    elif not left:
        st.info(t(f"{PAGE}.all_asked", count=total), icon=":material/event_repeat:")
    else:
        st.button(
            t(f"{PAGE}.start"),
            key=f"{PAGE}.start",
            type="primary",
            icon=":material/play_arrow:",
            on_click=start_quiz,
            args=(skill,),
        )
        st.caption(t(f"{PAGE}.about_quiz", count=left))


def show_claim(skill_id: str, learning: Learning) -> None:
    """Show what a skill is, its levels, and the learner's claim."""
    skill = content.skills[skill_id]
    claimed = learning.claimed_levels().get(skill_id)
    with st.container(width=720, gap="small"):
        st.markdown(say(t, skill.card))
        show_self_rating(t, skill, claimed, label=t(f"{PAGE}.claim"))
        with st.container(gap="xxsmall"):
            for level, meaning in sorted(skill.levels.items()):
                st.caption(f"**{level}** · {say(t, meaning)}")


def show_rest(chosen: str, learning: Learning) -> None:
    """Show where the learner stands, and the other skills' levels."""
    st.subheader(t("career.standing_title"), anchor=False)
    show_standing(t, PAGE, learner.current_mastery(learning), theme)
    skills = sorted(content.skills.values(), key=lambda s: (s.area, s.id))
    show_many_ratings(t, skills, learning.claimed_levels(), skip=chosen)


def show_studio() -> None:
    """Show one skill and its quiz; while a quiz is under way, nothing else."""
    learning = learner.current_learning()
    chosen = choose_skill(learning)
    quiz = current_quiz(chosen)
    if quiz is not None and not quiz.is_ended:
        show_quiz(t, quiz, content.skills[chosen], theme)
        return
    left, right = st.columns(2, gap="large")
    with left:
        if quiz is not None:
            show_quiz(t, quiz, content.skills[chosen], theme)
        show_claim(chosen, learning)
        show_start(chosen, learning)
    with right:
        show_rest(chosen, learning)


show_heading(t, PAGE)
show_profile_bar(t)
if content.skills:
    show_studio()
else:
    st.info(t("career.no_content"), icon=":material/hourglass_empty:")
show_how_it_works(t, PAGE)
