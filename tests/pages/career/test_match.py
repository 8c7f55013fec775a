"""The match page on the real models: lines, bands, gaps, files that are refused, what is kept."""

import pytest

from components.career.matching import load_measures
from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from tests.document_files import make_docx, make_pdf, make_scan

PAGE = "match"
LANGUAGES = ("en", "zh")
pytestmark = pytest.mark.usefixtures("own_data")


def paste(app, text, name="resume"):
    return app.text_area(key=f"{PAGE}.{name}").set_value(text).run()


def found(app):
    return {match.skill_id: match for match in app.session_state[f"{PAGE}.answer"][1].resume}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_example_is_matched_line_by_line(visit, shown_texts, language):
    app = visit(PAGE, language)
    app.button(key=f"{PAGE}.resume_example_1").click().run()
    assert not app.exception
    matches = found(app)
    assert sum(match.band == "evidence" for match in matches.values()) >= 4
    shown = shown_texts(app)
    for match in matches.values():
        if match.band != "none":
            assert match.line in shown
    (chart,) = app.get("plotly_chart")
    assert chart.proto.spec


@pytest.mark.parametrize(("language", "example"), [("en", 3), ("zh", 3)])
def test_nothing_found_is_zero(visit, shown_texts, language, example):
    app = visit(PAGE, language)
    app.button(key=f"{PAGE}.resume_example_{example}").click().run()
    matches = found(app)
    assert {m.skill_id for m in matches.values() if m.band == "evidence"} == set()
    assert matches["python"].reason == "wish"
    assert not app.exception


def test_a_zero_is_said(visit, shown_texts):
    app = paste(visit(PAGE), "Baked bread and sold it on the market.")
    assert Translator("en")("match.share_zero") in shown_texts(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_posting_is_compared_with_at_once(visit, shown_texts, language):
    app = visit(PAGE, language)
    app.button(key=f"{PAGE}.resume_example_1").click().run()
    role = app.selectbox(key=f"{PAGE}.against").value
    assert role in learner.content().roles
    app.button(key=f"{PAGE}.posting_example_1").click().run()
    assert app.selectbox(key=f"{PAGE}.against").value == "posting"
    assert not app.exception


def test_a_posting_without_skills_gives_no_percentage(visit, shown_texts):
    app = paste(visit(PAGE), "Built RAG systems in Python.")
    paste(app, "We sell flowers. Free fruit.", "posting")
    assert Translator("en")("match.posting_without") in shown_texts(app)


def test_nothing_is_stored_unless_asked(visit, own_data):
    app = paste(visit(PAGE), "Built RAG systems in Python.\nI want to learn SQL.")
    assert learner.opened_store().store.profiles() == []
    app.button(key=f"{PAGE}.save").click().run()
    (profile,) = learner.opened_store().store.profiles()
    levels = learner.opened_store().store.learning(profile.id).claimed_levels()
    assert levels["rag"] == levels["python"] == 2
    assert levels["sql"] == 1
    assert b"RAG systems" not in b"".join(
        f.read_bytes() for f in own_data.rglob("*") if f.is_file()
    )
    app.run()
    assert [b for b in app.button if b.key == f"{PAGE}.save"] == []


def upload(app, name, data):
    return app.file_uploader(key=f"{PAGE}.resume_file").set_value((name, data, "")).run()


@pytest.mark.parametrize("kind", ["txt", "md", "docx", "pdf"])
def test_every_kind_of_file_is_read(visit, kind):
    line = "Built a RAG service in Python"
    data = {"docx": lambda: make_docx([line]), "pdf": lambda: make_pdf([line])}.get(
        kind, line.encode
    )()
    app = upload(visit(PAGE), f"resume.{kind}", data)
    assert not app.exception
    assert line in app.text_area(key=f"{PAGE}.resume").value
    assert found(app)["rag"].band == "evidence"


def test_an_encoding_that_is_a_guess_can_be_chosen(visit):
    app = upload(visit(PAGE), "resume.txt", "Bürokraft, Müller GmbH".encode("cp1252"))
    assert app.text_area(key=f"{PAGE}.resume").value == "Bürokraft, Müller GmbH"
    app.selectbox(key=f"{PAGE}.resume_encoding").set_value("cp1251").run()
    assert not app.exception
    assert app.text_area(key=f"{PAGE}.resume").value == "Bьrokraft, Mьller GmbH"


def test_empty_and_strange_files_are_refused_and_the_draft_is_kept(visit, shown_texts):
    app = paste(visit(PAGE), "My draft about Python.")
    for name, data, key in (
        ("resume.txt", b"", "document_empty"),
        ("photo.pdf", b"\x89PNG\r\n\x1a\n" + bytes(64), "document_malformed"),
        ("scan.pdf", make_scan(), "document_no_text"),
    ):
        upload(app, name, data)
        assert Translator("en")(f"refusal.{key}") in shown_texts(app)
        assert app.text_area(key=f"{PAGE}.resume").value == "My draft about Python."
    assert not app.exception


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_text_is_refused_with_its_count(visit, shown_texts, language):
    app = paste(visit(PAGE, language), "字" * 30_000)
    assert "30,000" in shown_texts(app)
    assert f"{PAGE}.answer" not in app.session_state
    assert not app.exception


def test_markup_of_a_resume_is_literal(visit):
    markup = r"Built RAG ![x](http://pixel.invalid/a.png) <script>alert(1)</script> $\def\a{\a}$"
    app = paste(visit(PAGE), markup)
    assert not app.exception
    for kind in ("title", "subheader", "markdown", "caption", "html", "info", "warning"):
        assert not [e for e in app.get(kind) if "alert(1)" in str(getattr(e, "value", ""))]
    assert any("<script>" in text.value for text in app.text)


def test_the_same_texts_are_matched_once(visit, monkeypatch):
    app = paste(visit(PAGE), "Built RAG systems in Python.")
    kept = app.session_state[f"{PAGE}.answer"]
    monkeypatch.setattr("components.interface.frame.runtime.ask", lambda *args: 1 / 0)
    app.run()
    assert app.session_state[f"{PAGE}.answer"] is kept
    assert not app.exception


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_measures_and_the_blind_model_are_shown(visit, shown_texts, language):
    app = visit(PAGE, language)
    assert "[UNK]" not in shown_texts(app), "folded"
    app.session_state[f"{PAGE}.measured"] = True
    app.run()
    assert not app.exception
    shown = shown_texts(app)
    held_out = load_measures()["zh"]["held_out"]
    assert f"{100 * held_out['evidence']['precision']:.0f}" in shown
    assert shown.count("[UNK]") > 10
