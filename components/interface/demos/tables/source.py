"""Where the table comes from: an upload or our sample, how it was read, and its first rows."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from components.interface.frame.i18n import Translator
from components.interface.frame.permalink import Setting
from components.interface.frame.session import keep, register_translated_options
from components.interface.shared.notices import show_refusal
from components.records.assets import ASSETS
from components.records.refusal import Refusal
from components.text.encodings import ENCODINGS
from components.text.graphemes import shorten_to_width
from components.text.separators import DELIMITERS, MAX_COLUMNS
from components.text.tables import MAX_BYTES, MAX_ROWS, Table, read_table

SAMPLES = ASSETS / "examples"
PREVIEW_ROWS = 5
SAMPLE_SETTING = Setting("example", False)
"""A link that carries it brings our sample."""
CELL_WIDTH = 160
"""Cells are shown up to this many columns of type; the file has them whole."""
_AUTO = "auto"
_DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}


# Streamlit's uploader and the tool bar of its tables speak English only, and that bar's download
# would write formulas into a file unescaped. The words in it come from the catalogs.
_STYLE = """
<style>
  [data-testid="stElementToolbar"] {{ display: none; }}
  .st-key-{page}-file [data-testid="stFileUploaderDropzoneInstructions"] {{ display: none; }}
  .st-key-{page}-file [data-testid="stFileUploaderDropzone"] > span button p {{ font-size: 0; }}
  .st-key-{page}-file [data-testid="stFileUploaderDropzone"] > span button p::after {{
    content: "{upload}"; font-size: 1rem;
  }}
</style>
"""


@dataclass(frozen=True)
class Source:
    """A file in the memory of a session.

    Attributes:
        name: As the visitor calls it.
        data: Its content.
    """

    name: str
    data: bytes


def show_source(
    t: Translator, page: str, sample: str, is_running: bool
) -> tuple[str, Table] | None:
    """Show the upload, the sample, how the file was read and its first rows.

    Args:
        page: Stem of the page; keys are `<page>.file` and the like.
        sample: Name of our sample's file.
        is_running: True keeps the visitor from changing the table.

    Returns:
        The file's name and the table; None if there is none, after saying why.
    """
    if st.session_state.pop(f"{page}.{SAMPLE_SETTING.name}", False) and not is_running:
        _take_sample(page, sample)
    _show_upload(t, page, sample, is_running)
    source: Source | None = st.session_state.get(f"{page}.source")
    if source is None:
        return None
    chosen = _chosen(page)
    read = _read(page, source, *chosen)
    if isinstance(read, Refusal):
        show_refusal(t, read)
        _show_reading(t, page, source, None, is_running)
        return None
    _show_reading(t, page, source, read, is_running)
    _show_notes(t, page, read)
    _show_preview(t, page, read)
    return source.name, read


def _show_upload(t: Translator, page: str, sample: str, is_running: bool) -> None:
    st.html(_STYLE.format(page=page, upload=t("table.upload")))
    with st.container(width=720):
        st.file_uploader(
            t("table.file_label"),
            type=["csv", "tsv", "txt"],
            key=f"{page}.file",
            on_change=_take_upload,
            args=(page,),
            disabled=is_running,
        )
        st.caption(
            t(
                "table.file_limits",
                size=MAX_BYTES // (1024 * 1024),
                rows=f"{MAX_ROWS:,}",
                columns=MAX_COLUMNS,
            )
        )
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption(t("table.no_file"), width="content")
        st.button(
            t(f"{page}.sample"),
            key=f"{page}.sample",
            icon=":material/table_view:",
            type="tertiary",
            on_click=_take_sample,
            args=(page, sample),
            disabled=is_running,
        )


def _take_upload(page: str) -> None:
    file = st.session_state.get(f"{page}.file")
    if file is not None:
        _take(page, Source(file.name, file.getvalue()))
    elif f"{page}.source" in st.session_state:
        del st.session_state[f"{page}.source"]


def _take_sample(page: str, name: str) -> None:
    _take(page, Source(name, (SAMPLES / name).read_bytes()))


def _take(page: str, source: Source) -> None:
    st.session_state[f"{page}.source"] = source
    st.session_state[f"{page}.encoding"] = st.session_state[f"{page}.delimiter"] = _AUTO


def _chosen(page: str) -> tuple[str | None, str | None]:
    wishes = (st.session_state.get(f"{page}.{name}") for name in ("encoding", "delimiter"))
    encoding, delimiter = (None if wish == _AUTO else wish for wish in wishes)
    return encoding, delimiter


def _read(
    page: str, source: Source, encoding: str | None, delimiter: str | None
) -> Table | Refusal:
    """Read the file, once for each way of reading it."""

    def read() -> Table | Refusal:
        try:
            return read_table(source.data, encoding, delimiter)
        except Refusal as refusal:
            return refusal

    return keep(f"{page}.read", (source, encoding, delimiter), read)


def _show_reading(
    t: Translator, page: str, source: Source, table: Table | None, is_running: bool
) -> None:
    """Show the file's name, its size, the guesses about it, and the choosers that correct them."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.text(shorten_to_width(source.name, 40), width="content")
        if table is not None:
            st.caption(
                t(
                    "table.read_as",
                    rows=f"{len(table.rows):,}",
                    columns=len(table.columns),
                    encoding=t(f"table.encoding.{table.encoding}"),
                    delimiter=t(f"table.delimiter.{_DELIMITER_NAMES[table.delimiter]}"),
                ),
                width="content",
            )
        with st.popover(t("table.reading"), icon=":material/tune:", type="tertiary"):
            st.caption(t("table.reading_note"))
            _show_chooser(t, page, "encoding", ENCODINGS, {}, is_running)
            _show_chooser(t, page, "delimiter", DELIMITERS, _DELIMITER_NAMES, is_running)


def _show_chooser(
    t: Translator,
    page: str,
    name: str,
    options: tuple[str, ...],
    words: dict[str, str],
    is_running: bool,
) -> None:
    key = f"{page}.{name}"
    register_translated_options(key)
    st.selectbox(
        t(f"table.{name}_label"),
        [_AUTO, *options],
        format_func=lambda option: t(f"table.{name}.{words.get(option, option)}"),
        key=key,
        persist_state="session",
        disabled=is_running,
    )


def _show_notes(t: Translator, page: str, table: Table) -> None:
    """Say what of the file is not in the table."""
    notes = []
    if not table.is_encoding_certain:
        notes.append(t("table.encoding_guess", reading=t("table.reading")))
    if table.has_more:
        notes.append(t("table.has_more", rows=f"{len(table.rows):,}"))
    if table.num_above:
        notes.append(t("table.lines_above", count=table.num_above))
    if table.num_blank:
        notes.append(t("table.blank_rows", count=f"{table.num_blank:,}"))
    if table.removed_control:
        notes.append(t("note.removed_control", count=f"{table.removed_control:,}"))
    if len(table.columns) == 1:
        notes.append(t(f"{page}.one_column"))
    for note in notes:
        st.caption(note)


def _show_preview(t: Translator, page: str, table: Table) -> None:
    """Show the first rows; every cell is text, whatever it looks like."""
    shown = table.rows[:PREVIEW_ROWS]
    data: dict[str, list[Any]] = {"line": [str(line) for line in table.line_numbers[:PREVIEW_ROWS]]}
    config: dict[str, Any] = {
        "line": st.column_config.TextColumn(t("table.column_line"), width="small")
    }
    for index, name in enumerate(table.columns):
        data[f"c{index}"] = [shorten_to_width(row[index], CELL_WIDTH) for row in shown]
        config[f"c{index}"] = st.column_config.TextColumn(shorten_to_width(name, 40))
    st.dataframe(
        data,
        hide_index=True,
        column_config=config,
        key=f"{page}.preview",
        alt=t("table.preview_alt", rows=len(shown), columns=len(table.columns)),
    )
    st.caption(t("table.preview_read", count=len(shown)))
