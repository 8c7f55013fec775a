"""Health and counts of the engines as texts: one row per number, one column per model."""

from collections.abc import Mapping

from components.interface.frame.i18n import Translator
from components.interface.shared.notices import refusal_text
from components.records.service import Health, Stats
from components.service.engines import model_of

UNKNOWN = "–"
"""Stands where nothing has been measured yet."""
MEASURES = (
    "state",
    "device",
    "work",
    "waiting",
    "answered",
    "cancelled",
    "failed",
    "refused",
    "p50",
    "p95",
    "speed",
    "batches",
    "replaced",
)


def describe_engine(t: Translator, health: Health, stats: Stats) -> dict[str, str]:
    """Write one model's numbers.

    Args:
        health: State of its engine.
        stats: What the engine has done.

    Returns:
        Measure → text, in the order of `MEASURES`.
    """
    return {
        "state": t(f"state.{health.state}"),
        "device": write_place(t, health),
        "work": t("status.busy" if health.is_busy else "status.idle"),
        "waiting": f"{health.num_waiting:,}",
        "answered": f"{stats.num_done:,}",
        "cancelled": f"{stats.num_cancelled:,}",
        "failed": f"{stats.num_failed:,}",
        "refused": f"{stats.num_refused:,}",
        "p50": write_duration(t, stats.p50_s) if stats.num_done else UNKNOWN,
        "p95": write_duration(t, stats.p95_s) if stats.num_done else UNKNOWN,
        "speed": write_speed(t, stats),
        "batches": write_batches(stats),
        "replaced": f"{stats.num_replaced:,}",
    }


def table_rows(t: Translator, engines: Mapping[str, tuple[Health, Stats]]) -> list[dict[str, str]]:
    """Make the rows of the table: a number and what it means, then its value for each engine.

    Args:
        engines: Engine's id → health and counts; the ids are the columns.
    """
    columns = {model: describe_engine(t, *engine) for model, engine in engines.items()}
    rows = []
    for measure in MEASURES:
        row = {
            "measure": t(f"status.measure.{measure}"),
            "measure_more": t(f"status.about.{measure}"),
        }
        for model, texts in columns.items():
            row[model] = texts[measure]
        if measure == "state":
            for model, (health, _) in engines.items():
                row[f"{model}_tone"] = health.state
                if health.failure is not None:
                    row[f"{model}_more"] = refusal_text(t, health.failure)
        rows.append(row)
    return rows


def name_engine(t: Translator, engine: str, names: Mapping[str, str]) -> str:
    """Return a model's name, and for an engine beside the model's own what that is for.

    Args:
        engine: Its name in the registry.
        names: Model id → name.
    """
    model = model_of(engine)
    name = names.get(model, model)
    return name if model == engine else f"{name} · {t('attribution.section')}"


def write_place(t: Translator, health: Health) -> str:
    """Write device and library; unknown until the model is loaded."""
    if health.device is None:
        return UNKNOWN
    library = [t(f"backend.{health.backend}")] if health.backend else []
    return " · ".join([t(f"device.{health.device}"), *library])


def write_duration(t: Translator, duration_s: float) -> str:
    """Write seconds as people say them: milliseconds below one second."""
    if duration_s < 1:
        return t("status.ms", value=f"{1000 * duration_s:,.0f}")
    return t("status.s", value=f"{duration_s:,.1f}")


def write_speed(t: Translator, stats: Stats) -> str:
    """Write tokens per second of computing; unknown before the first token."""
    if not stats.num_tokens or stats.busy_s <= 0:
        return UNKNOWN
    return t("status.per_s", value=f"{stats.num_tokens / stats.busy_s:,.0f}")


def write_batches(stats: Stats) -> str:
    """Write how often requests were computed alone, by twos and so on.

    Example:
        >>> write_batches(Stats(batch_sizes={2: 3, 1: 40}))
        '1 × 40, 2 × 3'
    """
    counts = sorted(stats.batch_sizes.items())
    return ", ".join(f"{size} × {count:,}" for size, count in counts) or UNKNOWN


def write_age(t: Translator, age_s: float) -> str:
    """Write how long something has been running, in its two largest units."""
    minutes, seconds = divmod(int(age_s), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return t("status.age_days", days=f"{days:,}", hours=hours)
    if hours:
        return t("status.age_hours", hours=hours, minutes=minutes)
    return t("status.age_minutes", minutes=minutes, seconds=seconds)


def write_memory(num_bytes: int) -> str:
    """Write bytes in megabytes, or in gigabytes from one on.

    Example:
        >>> write_memory(850_000_000), write_memory(1_440_000_000)
        ('850 MB', '1.4 GB')
    """
    if num_bytes < 1e9:
        return f"{num_bytes / 1e6:,.0f} MB"
    return f"{num_bytes / 1e9:,.1f} GB"
