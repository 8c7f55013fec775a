"""Dates and waits in words."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from components.interface.frame.i18n import Translator


def visitor_zone() -> ZoneInfo:
    """Return the visitor's time zone; UTC if the browser does not report it."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def local(at: datetime) -> datetime:
    """Return a time in the visitor's zone."""
    return at.astimezone(visitor_zone())


def write_date(t: Translator, at: datetime) -> str:
    """Write a day in the visitor's zone, such as `5 Jan 2026` or `2026年1月5日`."""
    day = local(at)
    return t("career.date", day=day.day, month=t(f"career.month_{day.month}"), year=day.year)


def write_days(t: Translator, days: float) -> str:
    """Write how far off something is, in whole days or, from two months on, in months."""
    whole = max(1, round(days))
    if whole >= 60:
        return t("career.months", count=round(whole / 30.4))
    return t("career.one_day") if whole == 1 else t("career.days", count=whole)
