"""Markdown as Anki's fields: HTML, and formulas told from prices."""

import re

import pytest

from components.career.content import load_content
from components.export.anki_fields import to_field
from components.interface.career.practise.deck import make_note
from components.interface.frame.i18n import Translator

_CODE_AND_FORMULAS = re.compile(
    r"<pre>.*?</pre>|<code>.*?</code>|\\\(.*?\\\)|\\\[.*?\\\]", re.DOTALL
)


@pytest.mark.parametrize(
    ("block", "html"),
    [
        ("Call `f(*a)` with **one**, *two*", "Call <code>f(*a)</code> with <strong>one</strong>, "
         "<em>two</em>"),
        ("<script>x</script> & <b>", "&lt;script&gt;x&lt;/script&gt; &amp; &lt;b&gt;"),
        ("$a < b$", r"\(a &lt; b\)"),
        ("$$\na\n=\nb*c*d\n$$", "\\[\na\n=\nb*c*d\n\\]"),
        ("$x_1*y_1*z$ and *w*", r"\(x_1*y_1*z\) and <em>w</em>"),
        (r"At \$3.60, $3600 \times 2 = 7200$.", r"At $3.60, \(3600 \times 2 = 7200\)."),
        (r"A batch of $b$ does $2b$ or $9d^2$", r"A batch of \(b\) does \(2b\) or \(9d^2\)"),
        (r"$\text{\$5}$", r"\(\text{\$5}\)"),
        ("Between $5 and $6", "Between $5 and $6"),
        ("From $5–$10", "From $5–$10"),
        ("$5 a month, or US$ 6.", "$5 a month, or US$ 6."),
        ("It is $20, not A$, nor $5k, or US$.", "It is $20, not A$, nor $5k, or US$."),
        ("价格是$5，不是US$。", "价格是$5，不是US$。"),
        ("The shell's `$HOME` and $x$", r"The shell's <code>$HOME</code> and \(x\)"),
        ("$ x $ stays, 5 $ too", "$ x $ stays, 5 $ too"),
    ],
)  # fmt: skip
def test_a_paragraph(block, html):
    assert to_field([block]) == f"<p>{html}</p>"


def test_a_code_block_is_kept_as_it_is():
    field = to_field(["Read:\n\n```\nUser-agent: *\n  $x$ <b>\n```"])
    assert field == "<p>Read:</p>\n<pre><code>User-agent: *\n  $x$ &lt;b&gt;\n</code></pre>"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_mark_of_markdown_is_left_on_any_card(language):
    t = Translator(language)
    fields = [
        to_field(side)
        for question in load_content().questions.values()
        for note in [make_note(t, question)]
        for side in (note.front, note.back)
    ]
    assert len(fields) > 900
    texts = [_CODE_AND_FORMULAS.sub("", field) for field in fields]
    marks = re.compile(r"[`*\\]|\$(?!\d)|(?<!\w)_|\b_(?!\w)")
    assert [text for text in texts if marks.search(text)] == []
