"""A classifier's answers against labels, against another classifier's, and by slice."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class ClassMeasure:
    """Measures of one class.

    Attributes:
        label: The class.
        precision: Share of the rows given this class that have it; NaN if none was given it.
        recall: Share of the rows of this class that were given it; NaN if there is none.
        f1: Harmonic mean of the two, 0 if both are 0; NaN if no row has or was given it.
        support: How many rows have this class.
    """

    label: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True)
class ReliabilityBin:
    """Answers of similar confidence.

    Attributes:
        low: Confidences are above this …
        high: … up to this.
        count: How many answers.
        confidence: Their mean confidence, 0 to 1; NaN for none.
        accuracy: Share of them that are right, 0 to 1; NaN for none.
    """

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Measures over the rows that were read and have a label.

    Attributes:
        labels: Classes, in the model's order.
        num_rows: How many rows.
        accuracy: Share of right answers.
        macro_f1: Mean F1 of the classes that occur among the labels.
        classes: One per class.
        confusion: int64, (label, answer), counts.
        bins: Bins of equal width over the confidence, from 0 to 1.
        ece: Expected calibration error over these bins (Guo et al. 2017), 0 to 1.
        hardest: Rows that are wrong, the most confident first: positions in what was evaluated.
    """

    labels: tuple[str, ...]
    num_rows: int
    accuracy: float
    macro_f1: float
    classes: tuple[ClassMeasure, ...]
    confusion: NDArray[np.int64]
    bins: tuple[ReliabilityBin, ...]
    ece: float
    hardest: tuple[int, ...]

    @property
    def occurring(self) -> tuple[str, ...]:
        """Classes that occur among the labels."""
        return tuple(measure.label for measure in self.classes if measure.support)

    @property
    def rare(self) -> tuple[str, ...]:
        """Classes with a single row."""
        return tuple(measure.label for measure in self.classes if measure.support == 1)


@dataclass(frozen=True)
class Slice:
    """Answers on a part of the rows.

    Attributes:
        name: Of the part.
        count: Rows in it.
        shares: Share of each label among the answers, in the model's order.
        confidence: Mean confidence, 0 to 1.
        num_labelled: Rows in it that have a label.
        accuracy: Share of right answers among these; None if there are none.
        interval: 95% Wilson interval of the accuracy; None if there is no accuracy.
    """

    name: str
    count: int
    shares: tuple[float, ...]
    confidence: float
    num_labelled: int
    accuracy: float | None
    interval: tuple[float, float] | None


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two models on the same rows.

    Attributes:
        labels: Labels of either model, the first one's first.
        num_rows: Rows that both read.
        agreement: Share of them on which both answer the same.
        counts: int64, (first model's answer, second model's answer).
        num_both_right: Labelled rows that both answer rightly; None if no row has a label, and
            so for the next three.
        num_first_right: Rows that only the first answers rightly.
        num_second_right: Rows that only the second answers rightly.
        num_none_right: Rows that neither answers rightly.
        disagreements: Rows with different answers, the surest pair first: positions in what was
            compared.
    """

    labels: tuple[str, ...]
    num_rows: int
    agreement: float
    counts: NDArray[np.int64]
    num_both_right: int | None
    num_first_right: int | None
    num_second_right: int | None
    num_none_right: int | None
    disagreements: tuple[int, ...]
