"""The stop of a tour that is open: on its page, what to look for, and the way on."""

import streamlit as st

from components.interface.frame.i18n import Translator
from components.interface.frame.menu import SCRIPTS
from components.service.tours import Stop, View, load_tour

PAGE, TOUR = "attention_tour", "attention"
_OPEN = f"{PAGE}.open"


def list_stops() -> list[Stop]:
    """List the stops whose pages there are."""
    return [stop for stop in load_tour(TOUR).stops if stop.view.page in SCRIPTS]


def open_view(t: Translator, view: View) -> None:
    """Go to a live view; ends this run."""
    # The lab would bring the model of its last page.
    st.session_state["lab.model"] = view.model
    params = {name: str(value) for name, value in view.settings.items()}
    # A switch within a run forgets the widgets of the frame; the language goes along.
    params |= {"model": view.model, "text": t.pick(view.text.texts()), "lang": t.language}
    st.switch_page(SCRIPTS[view.page][0], query_params=params)


def open_stop(t: Translator, stop: Stop) -> None:
    """Go to a stop; ends this run."""
    st.session_state[_OPEN] = stop.id
    open_view(t, stop.view)


def show_open_stop(t: Translator, page: str) -> None:
    """Show what to look for where this page is the stop that is open; else nothing."""
    stops = list_stops()
    number = next((n for n, s in enumerate(stops) if s.id == st.session_state.get(_OPEN)), None)
    if number is None or stops[number].view.page != page:
        return
    stop = stops[number]
    with st.container(border=True, width=720, key=f"{PAGE}-stop"):
        st.markdown(
            t(
                f"{PAGE}.stop_here",
                number=number + 1,
                count=len(stops),
                title=t.pick(stop.title.texts()),
            )
        )
        st.markdown(t.pick(stop.look.texts()))
        with st.container(horizontal=True, gap="small"):
            if number + 1 < len(stops) and st.button(
                t(f"{PAGE}.next"),
                key=f"{PAGE}.next",
                type="primary",
                icon=":material/arrow_forward:",
            ):
                open_stop(t, stops[number + 1])
            if st.button(t(f"{PAGE}.leave"), key=f"{PAGE}.leave", type="tertiary"):
                st.session_state.pop(_OPEN)
                st.switch_page(SCRIPTS[PAGE][0], query_params={"lang": t.language})
