import pytest

from components.interface.charts.percents import write_percent, write_probability


@pytest.mark.parametrize(
    ("probability", "digits", "expected"),
    [
        (0.004, 0, "< 1%"),
        (0.01, 0, "1%"),
        (0.5, 0, "50%"),
        (0.99, 0, "99%"),
        (0.9999, 0, "> 99%"),
        (0.0004, 1, "< 0.1%"),
        (0.001, 1, "0.1%"),
        (0.999, 1, "99.9%"),
        (0.9996, 1, "> 99.9%"),
    ],
)
def test_a_probability_is_never_rounded_to_certainty_or_impossibility(
    probability, digits, expected
):
    assert write_probability(probability, digits) == expected


def test_a_share_that_was_counted_may_be_all_or_nothing():
    assert (write_percent(0.0), write_percent(1.0, digits=1)) == ("0%", "100.0%")
