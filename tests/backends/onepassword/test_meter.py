"""The count of calls: by hour and by day, over a restart, and whatever was kept."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tui.backends.onepassword.meter import DAY, HOUR, LIMITS, WRITES, Limits, Meter
from tui.model.usage import Allowance, Plan

READS = ("ItemsList", "ItemsGet", "ItemsGetAll", "VaultsList", "SecretsResolve", "NobodyKnowsThis")


class Clock:
    """A clock that is set."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def used(meter: Meter) -> tuple[int, ...]:
    """Return what was used of each limit: reads and writes in the hour, all calls in the day."""
    return tuple(one.used for one in meter.usage().allowances)


def limits(meter: Meter) -> tuple[int | None, ...]:
    """Return each limit."""
    return tuple(one.limit for one in meter.usage().allowances)


def test_reads_and_writes_have_limits_of_their_own_and_count_together_in_a_day() -> None:
    clock = Clock()
    meter = Meter(LIMITS[Plan.TEAMS], clock)
    assert all(one.until is None for one in meter.usage().allowances)
    for name in ("ItemsList", "ItemsGet", "ItemsPut"):
        meter.count(name)
    assert meter.usage().allowances == (
        Allowance("reads this hour", 2, 1_000, clock.now + HOUR),
        Allowance("writes this hour", 1, 100, clock.now + HOUR),
        Allowance("calls today", 3, 5_000, clock.now + DAY),
    )


def test_every_plan_has_the_limits_that_1password_documents() -> None:
    assert limits(Meter(LIMITS[Plan.BUSINESS])) == (10_000, 1_000, 50_000)
    assert limits(Meter(LIMITS[Plan.TEAMS])) == (1_000, 100, 5_000)
    assert limits(Meter(LIMITS[Plan.FAMILIES])) == (1_000, 100, 1_000)
    assert Plan.UNKNOWN not in LIMITS
    assert limits(Meter()) == (None, None, None)


def test_the_hour_begins_with_the_first_call_and_the_day_goes_on() -> None:
    clock = Clock()
    meter = Meter(Limits(10, 10, 10), clock)
    meter.count("ItemsGet")
    clock.now += HOUR - 1
    meter.count("ItemsGet")
    assert used(meter) == (2, 0, 2)
    clock.now += 1
    assert used(meter) == (0, 0, 2)
    meter.count("ItemsDelete")
    assert used(meter) == (0, 1, 3)
    assert meter.usage().allowances[1].until == clock.now + HOUR
    clock.now += DAY
    assert used(meter) == (0, 0, 0)


def test_a_clock_that_is_set_back_far_begins_anew() -> None:
    clock = Clock()
    meter = Meter(Limits(), clock)
    meter.count("ItemsGet")
    clock.now -= 10
    assert used(meter) == (1, 0, 1)
    clock.now -= DAY
    assert used(meter) == (0, 0, 0)


def test_who_asks_to_wait_is_waited_for_until_the_hour_is_over_or_the_day_where_that_is_used_up() -> None:
    clock = Clock()
    meter = Meter(Limits(100, 100, 3), clock)
    assert meter.pause() is None
    began = clock.now
    meter.count("ItemsGet")
    meter.count("ItemsGet")
    clock.now += 60
    assert meter.pause() == began + HOUR
    assert meter.usage().paused_until == began + HOUR
    meter.count("ItemsGet")
    assert meter.pause() == began + DAY
    meter.resume()
    assert meter.usage().paused_until is None


def test_a_pause_that_is_over_is_none() -> None:
    clock = Clock()
    meter = Meter(Limits(), clock)
    meter.count("ItemsGet")
    meter.pause()
    clock.now += HOUR
    assert meter.usage().paused_until is None


def test_the_count_goes_on_after_a_restart() -> None:
    clock = Clock()
    first = Meter(Limits(), clock)
    for name in ("ItemsGet", "ItemsPut", "ItemsPut"):
        first.count(name)
    began = clock.now
    clock.now += 600
    second = Meter(Limits(), clock)
    second.count("ItemsGet")
    second.add_bytes(first.to_bytes())
    assert used(second) == (2, 2, 4)
    assert second.usage().allowances[0].until == began + HOUR
    clock.now += HOUR
    third = Meter(Limits(), clock)
    third.add_bytes(second.to_bytes())
    assert used(third) == (0, 0, 4)


@given(st.lists(st.sampled_from(sorted(WRITES) + list(READS)), max_size=40))
def test_each_call_is_counted_once_and_kept(names: list[str]) -> None:
    meter = Meter(Limits(), Clock())
    for name in names:
        meter.count(name)
    writes = sum(name in WRITES for name in names)
    assert used(meter) == (len(names) - writes, writes, len(names))
    again = Meter(Limits(), Clock())
    again.add_bytes(meter.to_bytes())
    assert used(again) == used(meter)


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["hour", "day", "x"]), inner),
    max_leaves=10,
)


@given(st.binary(max_size=60) | anything.map(lambda value: json.dumps(value).encode()))
def test_whatever_was_kept_breaks_nothing(kept: bytes) -> None:
    meter = Meter(Limits(5, 5, 5), Clock())
    meter.count("ItemsGet")
    meter.add_bytes(kept)
    meter.count("ItemsGet")
    assert used(meter)[0] >= 2
    assert all(one.used >= 0 for one in meter.usage().allowances)
    assert json.loads(meter.to_bytes())


def test_hostile_counts_change_nothing() -> None:
    now = Clock().now
    for window in (
        [now + 3600, 1, 1],
        [now, -5, 1],
        [now, 10**12, 1],
        [1e400, 1, 1],
        [now, 1.5, 2],
        [now, True, 1],
        [0, 9, 9],
    ):
        meter = Meter(Limits(), Clock())
        meter.add_bytes(json.dumps({"hour": window, "day": window}).encode())
        assert used(meter) == (0, 0, 0), window
    meter = Meter(Limits(), Clock())
    meter.add_bytes(b"[" * 100_000)
    assert used(meter) == (0, 0, 0)
