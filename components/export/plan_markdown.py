"""A plan as a Markdown file, with boxes to tick."""

from collections.abc import Mapping, Sequence

from components.records.plan import Plan


def plan_markdown(
    plan: Plan,
    title: str,
    facts: Sequence[str],
    week_titles: Mapping[int, str],
    lines: Mapping[int, Sequence[str]],
) -> str:
    """Write a plan.

    Args:
        plan: What to write.
        title: First heading.
        facts: Sentences under it.
        week_titles: Index of the week, from 0 → its heading.
        lines: Index of the week → what to do in it, one text per box.
    """
    parts = [f"# {title}", *facts]
    for number in range(len(plan.weeks)):
        boxes = "\n".join(f"- [ ] {line}" for line in lines[number])
        parts.append(f"## {week_titles[number]}\n\n{boxes}")
    return "\n\n".join(parts) + "\n"
