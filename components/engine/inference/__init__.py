"""One module a task: (loaded model, request record) → result record.

A request's record and the function that answers it share their module's name, so a new task needs
no list of tasks to be kept.
"""

from collections.abc import Generator, Sequence
from importlib import import_module
from types import ModuleType
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
    return _module_of(request).run(loaded, request, emit)


def can_join(request: Any) -> bool:
    """Tell whether requests like this one can be computed several at a time."""
    return hasattr(_module_of(request), "run_together")


def run_together(loaded: LoadedModel, requests: Sequence[Any], emits: Sequence[Emit]) -> list[Any]:
    """Answer several requests of one task in one go.

    Args:
        loaded: The model.
        requests: Request records of one type, for which `can_join` holds.
        emits: One a request, as `run` takes it.

    Returns:
        One result record a request, or the exception that ended it.
    """
    results: list[Any] = _module_of(requests[0]).run_together(loaded, requests, emits)
    return results


def can_go_by_steps(loaded: LoadedModel, request: Any) -> bool:
    """Tell whether `run_by_steps` can answer a request."""
    module = _module_of(request)
    return hasattr(module, "can_go_by_steps") and bool(module.can_go_by_steps(loaded, request))


def needs_to_be_alone(request: Any) -> bool:
    """Tell whether no other request may go on by steps beside this one."""
    return bool(_module_of(request).needs_to_be_alone(request))


def run_by_steps(loaded: LoadedModel, request: Any, emit: Emit) -> Generator[None, None, Any]:
    """Answer a request as `run` does, giving way to others after every step.

    Args:
        loaded: The model.
        request: A request record for which `can_go_by_steps` holds.
        emit: Takes progress and partial results; raises when the answer is no longer wanted.

    Returns:
        The task's result record.
    """
    steps: Generator[None, None, Any] = _module_of(request).run_by_steps(loaded, request, emit)
    return steps


def _module_of(request: Any) -> ModuleType:
    task = type(request).__module__.rpartition(".")[2]
    return import_module(f"{__name__}.{task}")
