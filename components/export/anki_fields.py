r"""Markdown as the HTML of Anki's fields, with formulas as its MathJax reads them.

A formula is told from a price by the rules of Pandoc's `tex_math_dollars`: no white space after the
opening `$` or before the closing one, no digit after that. `\$` is a dollar sign.
"""

from collections.abc import Sequence
from typing import Any

import regex
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_FORMULA = regex.compile(
    r"""
      \$\$ (?P<display> (?:\\. | [^$\\`])+ ) \$\$
    | \$ (?![\s$]) (?P<inline> (?:\\. | [^$\\`])+ ) (?<![\s$]) \$ (?!\d)
    """,
    regex.VERBOSE | regex.DOTALL,
)
_PRICE = regex.compile(r"\d[\d.,]*(?:[kKmMbB]?[,;.]?\s+\p{L}+[\s,.;]|\s*[\p{Han}，。；、])")
"""What begins like this after a `$` goes on in words: `5 a month, or US`, `5k and US`."""


def to_field(blocks: Sequence[str]) -> str:
    r"""Write blocks of Markdown as HTML, one after the other; HTML in them is escaped.

    Example:
        >>> to_field(["Is **a** < $x^2$?", r"It costs \$5 or $6."])
        '<p>Is <strong>a</strong> &lt; \\(x^2\\)?</p>\n<p>It costs $5 or $6.</p>'
    """
    return "\n".join(_MARKDOWN.render(block).strip() for block in blocks)


def _read_formula(state: StateInline, silent: bool) -> bool:
    found = _FORMULA.match(state.src, state.pos, state.posMax)
    if found is None or (found["inline"] and _is_price(found["inline"])):
        return False
    if not silent:
        token = state.push("formula", "math", 0)
        token.content = found["display"] or found["inline"]
        token.markup = r"\[ \]" if found["display"] else r"\( \)"
    state.pos = found.end()
    return True


def _is_price(content: str) -> bool:
    return bool(_PRICE.match(content)) and "\\" not in content and "=" not in content


def _write_formula(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: Any
) -> str:
    opening, closing = tokens[index].markup.split()
    return f"{opening}{escapeHtml(tokens[index].content)}{closing}"


def _make_parser() -> MarkdownIt:
    # a line of = or - under a formula's line is no heading on a card
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("lheading")
    parser.inline.ruler.before("escape", "formula", _read_formula)
    parser.add_render_rule("formula", _write_formula)
    return parser


_MARKDOWN = _make_parser()
