"""One module a task: (loaded model, request record) → result record.

A request's record and the function that answers it share their module's name, so a new task needs
no list of tasks to be kept.
"""

from importlib import import_module
from typing import Any

from components.models.backends.loaded import LoadedModel
from components.records.answer import Emit


def run(loaded: LoadedModel, request: Any, emit: Emit) -> Any:
    """Answer a request with the inference module of the same name as its record's.

    Args:
        loaded: The model.
        request: A request record out of `components.records.<task>`.
        emit: Takes progress and partial results; raises when the answer is no longer wanted.

    Returns:
        The task's result record.
    """
    task = type(request).__module__.rpartition(".")[2]
    module = import_module(f"{__name__}.{task}")
    return module.run(loaded, request, emit)
