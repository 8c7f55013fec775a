"""Take a map along: its numbers as CSV, all of it as an HTML file that works offline."""

from dataclasses import dataclass

import streamlit as st

from components.export.attention_csv import attention_csv
from components.export.attention_report import (
    ReportParts,
    attention_report,
    describe_sources,
)
from components.interface.charts.theme import chart_theme
from components.interface.frame.i18n import Translator
from components.interface.lab.attention.page_state import PAGE
from components.interface.lab.attention.view_choice import name_shown
from components.records.attention import AttentionRequest, AttentionResult
from components.records.attention_view import AttentionView
from components.records.model import ModelCard

_WORDS = ("text", "facts", "map", "heads", "numbers", "code", "query", "key")


@dataclass(frozen=True)
class Shown:
    """What is on the screen, and where it comes from.

    Attributes:
        card: The model.
        request: What was asked.
        result: What was answered.
        view: The rows and columns of the result that are shown.
        text: What the visitor typed, a pair with its line of dashes.
        link: The permalink that brings it back.
        code: The equivalent Python.
    """

    card: ModelCard
    request: AttentionRequest
    result: AttentionResult
    view: AttentionView
    text: str
    link: str
    code: str


def list_facts(t: Translator, shown: Shown) -> list[tuple[str, str]]:
    """List what is needed to get the same numbers again."""
    card, request, result, view = shown.card, shown.request, shown.result, shown.view
    origin = result.provenance
    filters = [t(f"{PAGE}.unit.{request.unit}")]
    if len(view.queries) < len(result.tokens) or len(view.keys) < len(result.tokens):
        filters.append(t(f"{PAGE}.report.partial", rows=len(view.queries), columns=len(view.keys)))
    if view.is_rescaled:
        filters.append(t(f"{PAGE}.rescale"))
    values = {
        "model": f"{card.name} ({card.id})",
        "weights": "\n".join(describe_sources(card)),
        "licence": card.licence,
        "device": f"{t(f'device.{origin.device}')}, {t(f'backend.{origin.backend}')}",
        "tokens": f"{origin.tokens_used} / {origin.tokens_total}",
        "filters": t("common.separator").join(filters),
        "seed": t(f"{PAGE}.report.no_seed"),
        "link": shown.link,
    }
    return [(t(f"{PAGE}.report.{name}"), value) for name, value in values.items()]


def show_keep(t: Translator, shown: Shown) -> None:
    """Show the downloads; files are made when they are asked for.

    The report is made outside the script's run, so that all that belongs to the session has been
    read before: it is in `shown`.
    """
    card, request, result, view = shown.card, shown.request, shown.result, shown.view
    theme = chart_theme("light")
    is_signed = result.comparison is not None
    parts = ReportParts(
        language=t.language,
        title=t(f"{PAGE}.report.title", shown=name_shown(t, request, result)),
        words={name: t(f"{PAGE}.report.{name}") for name in (*_WORDS, "map_read", "heads_read")},
        facts=list_facts(t, shown),
        text=shown.text,
        code=shown.code,
        scale=theme.diverging if is_signed else theme.sequential,
        heads_scale=theme.sequential,
        masked=theme.masked,
    )
    corner = t(f"{PAGE}.csv_corner")
    stem = f"attention-{card.id}-{request.scope}-layer{result.layer + 1}-head{result.head + 1}"
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            t(f"{PAGE}.download"),
            lambda: attention_csv(result, view, corner),
            file_name=f"{stem}.csv",
            mime="text/csv",
            key=f"{PAGE}.csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            t(f"{PAGE}.report.download"),
            lambda: attention_report(parts, result, view),
            file_name=f"{stem}.html",
            mime="text/html",
            key=f"{PAGE}.report",
            icon=":material/description:",
            on_click="ignore",
            help=t(f"{PAGE}.report.help"),
        )
