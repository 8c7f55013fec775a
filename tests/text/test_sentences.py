"""Sentences and their offsets."""

import random
import time

import pytest

from components.text.sentences import split_sentences


def texts_of(source):
    return [sentence.text for sentence in split_sentences(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", []),
        (" \n\t ", []),
        ("?! ... \n —", []),
        ("One", ["One"]),
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        (
            "Dr. Wu met Mrs. Li vs. Mr. Xu. They left.",
            ["Dr. Wu met Mrs. Li vs. Mr. Xu.", "They left."],
        ),
        (
            "J. K. Rowling wrote it. So am I. He too.",
            ["J. K. Rowling wrote it.", "So am I.", "He too."],
        ),
        (
            "It costs 3.14 dollars. Version 1.2.3 is out.",
            ["It costs 3.14 dollars.", "Version 1.2.3 is out."],
        ),
        ("Pears, e.g. these, etc. are fine.", ["Pears, e.g. these, etc. are fine."]),
        (
            "Pears, etc. Then we left at 5 p.m. sharp.",
            ["Pears, etc.", "Then we left at 5 p.m. sharp."],
        ),
        ("No. I hate it. No. 5 is worse.", ["No.", "I hate it.", "No. 5 is worse."]),
        ("I was... not happy. Wait… what?", ["I was... not happy.", "Wait… what?"]),
        ("Well... That hurts", ["Well...", "That hurts"]),
        ("i love it. it is great", ["i love it.", "it is great"]),
        ("what?!?! no way!!! ok", ["what?!?!", "no way!!!", "ok"]),
        ('He said "No!" Then he left.', ['He said "No!"', "Then he left."]),
        ("“Really?” he asked. (It works.) Yes", ["“Really?” he asked.", "(It works.)", "Yes"]),
        ("see www.example.org/a.html now", ["see www.example.org/a.html now"]),
        ("first line\nsecond line\n\nthird", ["first line", "second line", "third"]),
        ("天晴了。走吧！真的吗？好", ["天晴了。", "走吧！", "真的吗？", "好"]),
        ("我……不知道。他说：“好！”再见。", ["我……不知道。", "他说：“好！”", "再见。"]),
        ("先吃饭；再说。", ["先吃饭；再说。"]),
        ("I love it!我喜欢。Good", ["I love it!", "我喜欢。", "Good"]),
        ("هل أنت بخير؟ نعم.", ["هل أنت بخير؟", "نعم."]),
        ("😀 😀", ["😀 😀"]),
    ],
)
def test_sentences(source, expected):
    assert texts_of(source) == expected


@pytest.mark.parametrize(
    "line",
    [
        # numbers of lists, and what they are called
        "1. Wash the pan.| 2. Dry it.| 3. Put it away.",
        "Steps: 1. Wash.| 2. Dry.| Done.",
        "  (2) Wash the pan.| Dry it.",
        "a. Wash.| b. dry.",
        "iv. The fourth is here.| Next.",
        "- 3. Wash.| Next.",
        "## 2.1. Background and more.| Text",
        "1.准备材料。|2.开会。",
        "图1.模型结构。|说明见下。",
        "Step 1. Open the lid.| Step two follows.",
        "Figure 3. Architecture of the model.| It is deep.",
        "The answer is 5.| Then we left.",
        "We finished step 1.| Then we left.",
        "It was 1999.| That was long ago.",
        # abbreviations
        "See Fig. 3 and Figs. 4–6 in Sec. 2.| Then Eq. (2), No. (7) and Fig. A.",
        "E.g. Python, i.e. a language.| Yes.",
        "He has a Ph.D.| She does not.",
        "Ph.D. Candidate at MIT.| M.Sc. in physics.",
        "Acme Inc. Senior Engineer.| Led 5 people.",
        "He works at Acme Inc.| He likes it.",
        "Vaswani et al. (2017) showed it.| So did Devlin et al.| They wrote it.",
        "He moved to the U.S.| The U.S. Senate voted.",
        "We met at 5 p.m. Monday.| We left at 6 p.m.| Then it rained.",
        "Approx. 5 people vs. Ten, a.k.a. The Ten.",
        "Jan. 2020 – Dec. 2021.| Led a team.",
        "At least min. 3 years, max. 5 years.| It takes 5 min.| We wait.",
        "Univ. of Bonn, Dept. Physics.| Sr. Engineer at Acme Corp. Berlin.",
        "Apples, etc. (and more).| Pears etc.| Are they fine?",
        # initials
        "J. R. Smith and A.B. Wu wrote it.| George W. Bush read it.| Henry I. Smith, too.",
        "Vitamin C.| Then plan B.| We left.",
        # closing marks
        'He said "Stop."| Then he left.| "Yes."| "No."',
        "He said ‘Stop.’| Then he left.| [It does.]| {No.}",
        'He said "Really?" and "Stop." and left.',
        "**Bold.**| Next.| *It.*| _Good._| See.[1]| Next.[2,3]| More.¹| End",
        '他说："好。"|再见。',
        '他说："好。|走吧。"|再见。|"谁？"|我问。',
        '他走了。|"好"他说。',
        "（真的。）|好。|他喊「好！」|然后『走！』|完。",
        "真的吗?!|好。|真的？！”|好。|嗯……」|他说。",
        "完了．|下一句｡|３．１４不是句末。",
        # three dots with blanks
        "Wait. . . what?| I was . . . not happy.| Hmm. . .| Then he left.",
        # addresses, files, versions
        "See https://例子.中国/页?问=是 now.| Good.",
        "打开 报告.最终版.docx 看看。|今天很好.|我们走吧.",
        "Run main.py.| Then test.py, v. 3.1 of ASP.NET.| Done.",
    ],
)
def test_sentences_of_lines(line):
    source, pieces = line.replace("|", ""), [piece.strip() for piece in line.split("|")]
    assert texts_of(source) == pieces
    assert texts_of(f"First.\n{source}\nLast") == ["First.", *pieces, "Last"]


def test_offsets_point_into_the_source_for_random_texts():
    dice = random.Random(11)
    pieces = [
        *("a", "B", "Mr", "e.g", "etc", "3", " ", "  ", "\n", "\t", ".", "..", "…", "!", "?", '"'),
        *(
            "”",
            ")",
            "“",
            "。",
            "！",
            "，",
            "好",
            "天",
            "؟",
            "ش",
            "😀",
            "e\u0301",
            "\u202e",
            "\u200b",
        ),
        *("-", "=", "1", "2.", "Fig", "』", "[1]", "He", "．", ":", "www.", "图"),
    ]
    for _ in range(1500):
        source = "".join(dice.choices(pieces, k=dice.randrange(40)))
        position = 0
        for sentence in split_sentences(source):
            assert source[sentence.start : sentence.end] == sentence.text
            assert sentence.text == sentence.text.strip()
            assert sentence.text
            assert sentence.start >= position
            between = source[position : sentence.start]
            assert not any(character.isalnum() for character in between)
            position = sentence.end
        assert not any(character.isalnum() for character in source[position:])


@pytest.mark.parametrize(
    "piece",
    [
        "A. ",
        "Mr. ",
        ".",
        "…",
        "a\n",
        '."',
        "! ",
        "。",
        "etc. ",
        "a.b",
        "1. ",
        '。"',
        "a:1.",
        ". ",
        "x/?好",
    ],
)
def test_long_texts_take_linear_time(piece):
    source = (piece * 20_000)[:20_000]
    started = time.perf_counter()
    split_sentences(source)
    assert time.perf_counter() - started < 1.0
