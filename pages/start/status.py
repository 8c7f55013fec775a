"""How the models and the process are doing: for its operator and for the curious."""

import streamlit as st

from components.interface.frame import runtime
from components.interface.frame.process import read_process
from components.interface.frame.session import current_translator
from components.interface.shared.frame import show_heading
from components.interface.shared.model_table import show_table
from components.interface.start.status.measures import (
    UNKNOWN,
    name_engine,
    table_rows,
    write_age,
    write_memory,
)

PAGE = "status"
LOOK_AGAIN_S = 2.0

t = current_translator()


def show_process() -> None:
    """Show the numbers of the process that all models share."""
    facts = read_process()
    sessions = UNKNOWN if facts.num_sessions is None else f"{facts.num_sessions:,}"
    values = {
        "sessions": sessions,
        "memory": write_memory(facts.memory_bytes),
        "age": write_age(t, facts.age_s),
    }
    for column, (name, value) in zip(st.columns(len(values)), values.items(), strict=True):
        with column:
            st.metric(t(f"{PAGE}.measure.{name}"), value)
            st.caption(t(f"{PAGE}.about.{name}"))


def show_models() -> None:
    """Show the engines' numbers, and which models have not been used."""
    engines = runtime.engines().running()
    names = {card.id: card.name for card in runtime.offers().cards.values()}
    if engines:
        columns = {"measure": t(f"{PAGE}.measure_title")}
        columns |= {engine: name_engine(t, engine, names) for engine in engines}
        show_table(
            columns,
            table_rows(t, engines),
            t(f"{PAGE}.models_title"),
            key=f"{PAGE}.models",
            has_long_titles=True,
        )
    idle = [name for model, name in names.items() if model not in engines]
    if idle:
        st.caption(t(f"{PAGE}.not_asked", names=t("common.separator").join(idle)))


@st.fragment(run_every=LOOK_AGAIN_S)
def show_numbers() -> None:
    """Show all numbers, again every two seconds."""
    show_process()
    st.subheader(t(f"{PAGE}.models_title"), anchor=False)
    show_models()


show_heading(t, PAGE)
show_numbers()
with st.container(width=720):
    st.caption(t(f"{PAGE}.metrics"))
    st.caption(" · ".join(f"{name} {version}" for name, version in read_process().versions.items()))
