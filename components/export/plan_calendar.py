"""A plan as an iCalendar file, which calendars on phones and desktops read (RFC 5545)."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from components.records.plan import Plan


def plan_calendar(
    plan: Plan,
    name: str,
    week_titles: Mapping[int, str],
    week_notes: Mapping[int, str],
    made_at: datetime,
) -> bytes:
    """Make one all-day event a week.

    Args:
        plan: What to write; a plan without weeks gives a calendar without events.
        name: Of the calendar, translated. The ids of its events depend on it and on their week, so
            that importing a newer plan of the same name replaces the weeks in place.
        week_titles: Index of the week, from 0 → what stands in the calendar.
        week_notes: Index of the week → what stands in the event.
        made_at: When it was made, in UTC.

    Returns:
        The file, UTF-8.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//LLM Pathfinder//Learning plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for number, week in enumerate(plan.weeks):
        event = Event()
        event.add("uid", f"{uuid.uuid5(uuid.NAMESPACE_URL, f'{name}/{number}')}@llm-pathfinder")
        event.add("dtstamp", made_at)
        event.add("dtstart", week.start)
        event.add("dtend", week.start + timedelta(days=7))
        event.add("summary", week_titles[number])
        event.add("description", week_notes[number])
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
