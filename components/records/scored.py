"""What every record with class probabilities has in common."""


class Scored:
    """Base of records with `probabilities`, which are empty if the model gave no score."""

    probabilities: tuple[float, ...]

    @property
    def is_read(self) -> bool:
        """False if the model cannot read the text and gives no score."""
        return bool(self.probabilities)

    @property
    def label_index(self) -> int:
        """Index of the most probable label; ValueError where there is no score."""
        return self.probabilities.index(max(self.probabilities))

    @property
    def confidence(self) -> float:
        """Probability of the most probable label; ValueError where there is no score."""
        return max(self.probabilities)
