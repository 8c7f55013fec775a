"""Every request record has exactly one task; what has none is refused."""

import importlib
import inspect
import pkgutil
from types import SimpleNamespace
from typing import get_args, get_origin

import pytest

from components import records
from components.engine import inference
from components.engine.anatomy.can_serve import KNOWN_TASKS
from components.engine.inference import TASKS
from components.records.refusal import Refusal
from components.records.request import Request


def request_records():
    modules = [
        importlib.import_module(f"{records.__name__}.{found.name}")
        for found in pkgutil.iter_modules(records.__path__)
    ]
    return {
        kind
        for module in modules
        for name, kind in vars(module).items()
        if name.endswith("Request") and name != "Request" and kind.__module__ == module.__name__
    }


def test_every_request_has_a_task_and_every_task_a_request():
    assert set(TASKS) == request_records()
    assert len({id(task.run) for task in TASKS.values()}) == len(TASKS)
    assert {task.name for task in TASKS.values()} == KNOWN_TASKS


@pytest.mark.parametrize("task", TASKS.values(), ids=lambda task: task.request.__name__)
def test_a_task_is_answered_by_the_module_of_its_name(task):
    assert task.run.__module__ == f"components.engine.inference.{task.name}"
    assert next(iter(inspect.signature(task.run).parameters)) == "loaded"
    hints = inspect.get_annotations(task.run, eval_str=True)
    assert hints["request"] is task.request
    [base] = [base for base in task.request.__orig_bases__ if get_origin(base) is Request]
    [result] = get_args(base)
    assert hints["return"].__name__ == result.__forward_arg__


def test_an_unknown_request_is_refused_and_joins_nobody():
    loaded = SimpleNamespace(card=None)
    with pytest.raises(Refusal) as refused:
        inference.run(loaded, "a text", lambda event: None)
    assert (refused.value.key, refused.value.values) == ("request_unknown", {"request": "str"})
    assert not inference.can_join("a text")
    assert not inference.can_go_by_steps(loaded, "a text")
