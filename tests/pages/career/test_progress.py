"""The progress page: charts of what was learnt, and the data in the learner's hands."""

import json
from datetime import timedelta

import pytest

from components.career.storage import export_profile, list_backups
from components.interface.frame.i18n import Translator
from components.records.learner import SelfRating, now
from components.records.refusal import Refusal

PAGE = "progress"
LANGUAGES = ["en", "zh"]


def press(app, key):
    app.button(key=f"{PAGE}.{key}").click().run()
    assert not app.exception
    return app


def upload(app, data):
    app.file_uploader(key=f"{PAGE}.import_file").set_value(("p.json", data, "application/json"))
    app.run()
    return press(app, "import_button")


@pytest.mark.parametrize("state", ["new", "some", "all"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_for_every_learner(visit, studio, learner, shown_texts, language, state):
    learner(state)
    app = visit(PAGE, language)
    assert not app.exception
    t = Translator(language)
    assert app.title[0].value == t("progress.title")
    assert [metric.label for metric in app.metric] == [
        t(f"progress.count_{name}") for name in ("skills", "questions", "lessons", "due")
    ]
    if state == "new":
        assert t("progress.empty") in shown_texts(app)
        assert not app.get("plotly_chart")
    else:
        assert len(app.get("plotly_chart")) == 3


def test_the_numbers_are_those_of_the_learner(visit, studio, learner):
    learner("some")
    app = visit(PAGE)
    assert [metric.value for metric in app.metric] == ["1 / 2", "2 / 9", "0 / 0", "3"]
    weeks = json.loads(app.get("plotly_chart")[1].proto.spec)
    right, wrong = (sum(trace["y"]) for trace in weeks["data"])
    assert (right, wrong) == (2, 1)
    due = json.loads(app.get("plotly_chart")[2].proto.spec)
    assert due["data"][0]["y"] == [3] + [0] * 13


def test_a_backup_is_made_and_restored(visit, studio, learner, shown_texts):
    ada = learner("some")
    app = visit(PAGE)
    before = len(list_backups(studio.path))
    press(app, "backup")
    t = Translator("en")
    assert t("progress.done_backup") in shown_texts(app)
    assert len(list_backups(studio.path)) == before + 1
    studio.store.append(ada.id, SelfRating("rag", 0))
    assert app.button(key="progress.restore").disabled
    app.checkbox(key="progress.restore_sure").check().run()
    press(app, "restore")
    assert t("progress.done_restore") in shown_texts(app)
    assert studio.store.learning(ada.id).claimed_levels() == {"rag": 2}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_deleted_profile_is_imported_again(visit, studio, learner, shown_texts, language):
    ada = learner("some")
    data = export_profile(studio.store, ada.id)
    app = visit(PAGE, language)
    assert app.button(key="progress.delete").disabled
    app.checkbox(key="progress.delete_sure").check().run()
    press(app, "delete")
    t = Translator(language)
    assert t("progress.done_delete") in shown_texts(app)
    assert studio.store.profiles() == []
    assert t("progress.empty") in shown_texts(app)
    upload(app, data)
    assert t("progress.done_import") in shown_texts(app)
    assert export_profile(studio.store, ada.id) == data
    assert app.metric[1].value == "2 / 9"


def test_a_file_that_is_no_profile_says_so(visit, studio, learner, shown_texts):
    learner("some")
    app = upload(visit(PAGE), b'{"hello": "world"}')
    assert Translator("en")("refusal.import_unreadable") in shown_texts(app)
    assert len(studio.store.profiles()) == 1


def test_a_profile_is_renamed(visit, studio, learner, shown_texts):
    learner("some")
    app = visit(PAGE)
    assert app.text_input(key="progress.name").value == "Ada <b>"
    app.text_input(key="progress.name").set_value("Ada L.").run()
    press(app, "rename")
    assert studio.store.profiles()[0].name == "Ada L."
    app.text_input(key="progress.name").set_value("  ").run()
    press(app, "rename")
    assert Translator("en")("refusal.profile_name_empty") in shown_texts(app)
    assert studio.store.profiles()[0].name == "Ada L."


def test_a_full_disk_is_said(visit, studio, learner, shown_texts, monkeypatch):
    learner("some")
    app = visit(PAGE)

    def full(*arguments):
        raise Refusal("learner_full")

    monkeypatch.setattr("components.career.storage.make_backup", full)
    press(app, "backup")
    t = Translator("en")
    assert t("refusal.learner_full") in shown_texts(app)
    assert t("progress.done_backup") not in shown_texts(app)


def test_an_app_that_runs_for_days_backs_up_every_day(visit, studio, learner, monkeypatch):
    learner("some")
    app = visit("assess")
    app.button_group(key="assess.claim_rag").set_value(1).run()
    before = len(list_backups(studio.path))
    tomorrow = now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr("components.career.storage.backups.now", lambda: tomorrow)
    app.button_group(key="assess.claim_rag").set_value(3).run()
    assert not app.exception
    assert len(list_backups(studio.path)) == before + 1
