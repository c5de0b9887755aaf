"""Moments as services write them."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.tools.moments import as_moment

AT = datetime(2026, 11, 27, 10, 0, 0, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    "value",
    [
        AT,
        int(AT),
        int(AT) * 1000,
        int(AT) * 1_000_000,
        int(AT) * 1_000_000_000,
        str(int(AT)),
        f"{int(AT)}000",
        "2026-11-27T10:00:00Z",
        "2026-11-27t10:00:00z",
        "2026-11-27T10:00:00.000000000Z",
        "2026-11-27T12:00:00+02:00",
        "2026-11-27T12:00:00+0200",
        "2026-11-27 10:00:00",
        "2026-11-27 10:00:00 UTC",
        "2026-11-27T04:30:00-05:30",
        "20261127T100000Z",
        "Fri, 27 Nov 2026 10:00:00 GMT",
        "Fri, 27 Nov 2026 11:00:00 +0100",
        "  2026-11-27   10:00:00Z ",
    ],
)
def test_every_spelling_is_the_same_moment(value: object) -> None:
    assert as_moment(value) == AT


@pytest.mark.parametrize("value", ["", "soon", None, True, [], {}, math.nan, math.inf, 10**400, "9" * 30, "x" * 100])
def test_what_tells_no_time_is_none(value: object) -> None:
    assert as_moment(value) is None


def test_a_day_alone_is_its_beginning() -> None:
    day = datetime(2026, 11, 27, tzinfo=UTC).timestamp()
    assert as_moment("2026-11-27") == as_moment("20261127") == day


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3)
)


@given(JSON | st.text("0123456789-+:TZ. GMT").map(str))
def test_it_never_breaks_and_what_it_returns_is_a_time(value: object) -> None:
    found = as_moment(value)
    assert found is None or math.isfinite(found)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_any_zone_goes_there_and_back(moment: datetime, minutes: int) -> None:
    told = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    found = as_moment(told.isoformat())
    assert found is not None
    assert abs(found - told.timestamp()) < 1e-5
