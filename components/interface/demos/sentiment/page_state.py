"""What a visitor has chosen on the sentiment page: every key of the session, named once."""

from typing import get_args

from components.interface.demos.sentiment.attribution_words import METHODS
from components.interface.frame.session_field import SessionField
from components.interface.shared.model_picker import model_setting
from components.records.attribution import AttributionRequest, Baseline

PAGE = "sentiment"
SETTINGS = [model_setting(PAGE)]
"""What a link carries of the page."""
WHY = "attribution"
"""Prefix of the section "Why this verdict?"."""
BASELINES: tuple[Baseline, ...] = get_args(Baseline)
VIEWS = ("both", *METHODS)


class SentimentPageState:
    """The choices of one visitor; they live in the session, an instance holds nothing."""

    has_all_sentences = SessionField(f"{PAGE}.show_all", False)
    """True draws all sentences of a long text rather than the first ones."""
    section = SessionField(f"{WHY}.section", False)
    """True while the section "Why this verdict?" is open."""
    target = SessionField(f"{WHY}.target", "")
    """The label that is explained."""
    view = SessionField(f"{WHY}.view", VIEWS[0])
    """The method of attribution that is shown, or both."""
    baseline = SessionField[Baseline](f"{WHY}.baseline", BASELINES[0])
    """The token that stands for "nothing there"."""
    is_by_word = SessionField(f"{WHY}.merge_words", False)
    """True adds the contributions of a word's tokens."""
    asked_of = SessionField[tuple[str, str] | None](f"{WHY}.asked_of", None)
    """Model and text that the explained label was chosen for."""

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods of attribution that are shown."""
        return METHODS if self.view == "both" else (self.view,)

    def explain(self, model_id: str, text: str, verdict: str) -> None:
        """Begin with the verdict where another text, or another model's verdict, is explained."""
        if self.asked_of != (model_id, text):
            self.asked_of, self.target = (model_id, text), verdict
        SentimentPageState.view.set_default()
        SentimentPageState.baseline.set_default()

    def request(self, text: str) -> AttributionRequest:
        """Return what is asked about a text."""
        return AttributionRequest(text, target=self.target, baseline=self.baseline)
