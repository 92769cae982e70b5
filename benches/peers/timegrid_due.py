#!/usr/bin/env python3
"""The same due times by the package timegrid, which knows no zones: wall clock times go in and come out.

Reads "start budget" in seconds, one a line; the arguments are dates that are closed. Prints the due times, then what
they took: "took SECONDS NAME VERSION", and the same for the working time between start and due on a compiled calendar.
"""
import sys
from datetime import date, datetime, time, timedelta
from importlib.metadata import version
from time import perf_counter
from zoneinfo import ZoneInfo

from timegrid import TimeGridCalendar

ZONE = ZoneInfo("America/New_York")
calendar = TimeGridCalendar.weekdays(time(8), time(17))
for closed in sys.argv[1:]:
    calendar = calendar.close(date.fromisoformat(closed))

cases = [tuple(map(int, line.split())) for line in sys.stdin]
starts = [datetime.fromtimestamp(start, ZONE).replace(tzinfo=None) for start, _ in cases]
budgets = [timedelta(seconds=budget) for _, budget in cases]

begun = perf_counter()
dues = [calendar.at(start).add_work_duration(budget) for start, budget in zip(starts, budgets)]
took = perf_counter() - begun
for due in dues:
    print(int(due.replace(tzinfo=ZONE).timestamp()))

timeline = calendar.compile(min(starts), max(dues))
begun = perf_counter()
for start, due in zip(starts, dues):
    timeline.get_working_duration(start, due)
between = perf_counter() - begun
print(f"took {took} timegrid {version('timegrid')}")
print(f"took {between} timegrid {version('timegrid')}, time between on a compiled calendar")
