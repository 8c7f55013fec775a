"""Shares as percentages; one way of writing them in every language, `92%` without a blank."""


def write_percent(share: float, digits: int = 0) -> str:
    """Write a share that was counted or measured.

    Args:
        share: 0 to 1.
        digits: Behind the decimal point.

    Example:
        >>> write_percent(0.918), write_percent(1.0, digits=1)
        ('92%', '100.0%')
    """
    return f"{100 * share:.{digits}f}%"


def write_probability(probability: float, digits: int = 0) -> str:
    """Write a model's probability, never rounded to certainty or impossibility.

    Args:
        probability: 0 to 1.
        digits: Behind the decimal point.

    Example:
        >>> write_probability(0.918), write_probability(0.996), write_probability(0.004)
        ('92%', '> 99%', '< 1%')
        >>> write_probability(0.9999, digits=1), write_probability(0.0001, digits=1)
        ('> 99.9%', '< 0.1%')
    """
    step = 10.0 ** -(digits + 2)
    if probability > 1 - step:
        return f"> {write_percent(1 - step, digits)}"
    return (
        f"< {write_percent(step, digits)}"
        if probability < step
        else write_percent(probability, digits)
    )
