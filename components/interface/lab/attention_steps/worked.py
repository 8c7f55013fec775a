"""Sums written out with their numbers, as LaTeX; nothing of a visitor's stands in them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MOST_TERMS = 4
"""At most this many terms of a long sum are written, then dots."""


def number(value: float, digits: int = 2) -> str:
    r"""Write a number.

    Example:
        >>> number(1.5), number(-0.001), number(float("-inf")), number(2.0, 0)
        ('1.50', '0.00', '-\\infty', '2')
    """
    if not np.isfinite(value):
        return r"-\infty" if value < 0 else r"\infty"
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text


def _factor(value: float, digits: int) -> str:
    text = number(value, digits)
    return f"({text})" if text.startswith("-") else text


def sum_of_products(
    left: Sequence[float] | NDArray[np.floating],
    right: Sequence[float] | NDArray[np.floating],
    digits: tuple[int, int] = (2, 2),
) -> str:
    r"""Write Σ left · right with its first terms.

    Args:
        left: First factors.
        right: Second factors, as many.
        digits: Digits after the point of the first and of the second factors.

    Example:
        >>> print(sum_of_products([2, 0], [1, -3], (0, 0)))
        2 \cdot 1 + 0 \cdot (-3)
        >>> print(sum_of_products([1] * 9, [2] * 9, (0, 0)))
        1 \cdot 2 + 1 \cdot 2 + 1 \cdot 2 + 1 \cdot 2 + \dots
    """
    terms = [
        rf"{_factor(float(one), digits[0])} \cdot {_factor(float(two), digits[1])}"
        for one, two in zip(left[:MOST_TERMS], right[:MOST_TERMS], strict=True)
    ]
    return " + ".join([*terms, r"\dots"] if len(left) > MOST_TERMS else terms)


def aligned(lines: Sequence[tuple[str, str]], gap: str = "") -> str:
    r"""Set lines one below the other, aligned at their equals signs.

    Args:
        lines: Left and right side of each.
        gap: Extra space between lines, such as `6pt`.

    Example:
        >>> aligned([("a", "1 + 1"), ("", "2")])
        '\\begin{aligned}a &= 1 + 1 \\\\ &= 2\\end{aligned}'
    """
    end = rf" \\[{gap}] " if gap else r" \\ "
    body = end.join(f"{left} &= {right}".strip() for left, right in lines)
    return rf"\begin{{aligned}}{body}\end{{aligned}}"


def product_worked(
    query: NDArray[np.floating], key: NDArray[np.floating], places: tuple[int, int], digits: int
) -> str:
    """Write q · k of two places, counted from 1."""
    i, j = places
    total = float(query @ key)
    return aligned(
        [
            (rf"q_{{{i}}} \cdot k_{{{j}}}", sum_of_products(query, key, (digits, digits))),
            ("", number(total, digits)),
        ]
    )


def softmax_worked(row: NDArray[np.floating], places: tuple[int, int]) -> str:
    """Write one weight of a row of scores; the row's largest score is taken off first.

    Args:
        row: Scores of one query; −∞ where it may not look.
        places: Of query and key, counted from 1.
    """
    i, j = places
    largest = float(row.max())
    powers = np.exp(row - largest)
    shown = [place for place in range(len(row)) if np.isfinite(row[place])]
    terms = [f"{powers[place]:.3f}" for place in shown[:MOST_TERMS]]
    terms += [r"\dots"] if len(shown) > MOST_TERMS else []
    power = rf"e^{{{number(float(row[j - 1]))} - {_factor(largest, 2)}}}"
    return aligned(
        [
            (rf"\alpha_{{{i},{j}}}", rf"\frac{{{power}}}{{{' + '.join(terms)}}}"),
            ("", rf"\frac{{{powers[j - 1]:.3f}}}{{{powers.sum():.3f}}}"),
            ("", f"{powers[j - 1] / powers.sum():.4f}"),
        ],
        gap="6pt",
    )


def mixture_worked(
    weights: NDArray[np.floating], values: NDArray[np.floating], place: int, digits: int
) -> str:
    """Write the first number of a weighted sum, the terms with the largest weights first.

    Args:
        weights: Of one query, (key,).
        values: First number of every value, (key,).
        place: Of the query, counted from 1.
        digits: After the point, of the values.
    """
    order = np.argsort(-weights, kind="stable")
    return aligned(
        [
            (rf"z_{{{place},1}}", sum_of_products(weights[order], values[order], (3, digits))),
            ("", number(float(weights @ values), 3)),
        ]
    )


def mixture_lines(weights: NDArray[np.floating], values: NDArray[np.floating], place: int) -> str:
    r"""Write a small weighted sum whole, one term per line, vectors as rows.

    Example:
        >>> whole = mixture_lines(np.array([0.75, 0.25]), np.array([[4, 0], [0, 8]]), 1)
        >>> r"0.750\,(4,\ 0)" in whole, r"+ 0.250\,(0,\ 8)" in whole, r"&= (3.00,\ 2.00)" in whole
        (True, True, True)
    """
    terms = [
        rf"{weight:.3f}\,{_vector(value, 0)}" for weight, value in zip(weights, values, strict=True)
    ]
    broken = r" \\ &\quad + ".join(terms)
    return aligned([(f"z_{{{place}}}", broken), ("", _vector(weights @ values, 2))])


def _vector(values: NDArray[np.floating], digits: int) -> str:
    return "(" + r",\ ".join(number(float(value), digits) for value in values) + ")"


def turn_worked(pair: tuple[float, float], angle: float, place: int, width: int) -> str:
    """Write the turn of a query's first pair.

    Args:
        pair: Its two numbers before.
        angle: In radians.
        place: Of the token, counted from 1; the angle counts from 0.
        width: Length of the query; the pair's second number is number width/2 + 1.
    """
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    one, two = pair
    last = width // 2 + 1
    return aligned(
        [
            (
                rf"q'_{{{place},1}}",
                rf"{number(cos)} \cdot {_factor(one, 2)} - {_factor(sin, 2)} \cdot "
                rf"{_factor(two, 2)} = {number(cos * one - sin * two)}",
            ),
            (
                rf"q'_{{{place},{last}}}",
                rf"{number(sin)} \cdot {_factor(one, 2)} + {_factor(cos, 2)} \cdot "
                rf"{_factor(two, 2)} = {number(sin * one + cos * two)}",
            ),
        ]
    )
