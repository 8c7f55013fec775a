import pytest

from components.interface.frame.i18n import Translator
from components.interface.shared.notices import refusal_text
from components.records.refusal import Refusal


@pytest.mark.parametrize("key", ["han_unread", "other_unread"])
@pytest.mark.parametrize(
    ("language", "names", "other"),
    [("en", "Spanish, French", "English"), ("zh", "西班牙文、法文", "英文")],
)
def test_what_a_model_reads_is_what_its_card_says(key, language, names, other):
    refusal = Refusal(key, model="Lector", languages="es fr")
    text = refusal_text(Translator(language), refusal)
    assert names in text
    assert other not in text


def test_a_refusal_without_a_message_is_said_in_general():
    t = Translator("en")
    assert refusal_text(t, Refusal("no_such_key")) == t("refusal.job_failed")
