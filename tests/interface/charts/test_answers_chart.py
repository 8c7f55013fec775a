from components.interface.charts.answers import AnswerBar, answer_probabilities
from components.interface.charts.theme import chart_theme

BARS = [
    AnswerBar("1", "<b>Ida</b> Marsh", "61.0%", 0.61, "#000001"),
    AnswerBar("", "not said", "20.0%", 0.2, "#000002"),
    AnswerBar("2", "הקשר הטוב", "< 0.1%", 0.0004, "#000001"),
]


def draw():
    return answer_probabilities(BARS, chart_theme("light"), "Title <i>", "Probability in %")


def test_bars_are_the_probabilities_in_percent_the_first_on_top():
    figure = draw()
    assert list(figure.data[0].x) == [61, 20, 0.04]
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert list(figure.data[0].marker.color) == ["#000001", "#000002", "#000001"]
    assert list(figure.layout.xaxis.range) == [0, 100]


def test_words_and_percentages_stand_above_the_bars_and_are_no_markup():
    texts = [note.text for note in draw().layout.annotations]
    assert texts == [
        "1  \u2068&lt;b&gt;Ida&lt;/b&gt; Marsh\u2069",
        "61.0%",
        "\u2068not said\u2069",
        "20.0%",
        "2  \u2068הקשר הטוב\u2069",
        "&lt; 0.1%",
    ]
    assert draw().layout.title.text == "Title &lt;i&gt;"


def test_a_long_answer_is_cut_to_fit_a_phone():
    bar = AnswerBar("1", "word " * 40, "1.0%", 0.01, "#000001")
    figure = answer_probabilities([bar], chart_theme("dark"), "T", "A")
    assert len(figure.layout.annotations[0].text) < 50
    assert figure.layout.annotations[0].text.endswith("…\u2069")
