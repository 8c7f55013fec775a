"""Text inside Markdown: a visitor's own words are never markup."""

_MARKS = frozenset("\\`*_{}[]()#+-.!|~$<>:^=&")


def escape_markdown(text: str) -> str:
    r"""Write a text so that Streamlit's Markdown shows it as it stands.

    Labels of buttons and options are Markdown too, with images, colours, icons and formulas.

    Example:
        >>> print(escape_markdown("![i](http://a.example) :red[x] $y$"))
        \!\[i\]\(http\://a\.example\) \:red\[x\] \$y\$
    """
    return "".join(f"\\{character}" if character in _MARKS else character for character in text)
