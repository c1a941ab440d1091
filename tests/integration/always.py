"""Alerts at any hour, for tests of other things."""

from __future__ import annotations

import datetime as dt

from bot.core.timing.quiet import Quiet
from bot.core.timing.wishes import Pace, Rules
from bot.services.alerts.alert_times import AlertTimes

ALWAYS = AlertTimes(Rules(Pace.AT_ONCE, Quiet(dt.time(), dt.time()), 99, dt.time(9), 1))
