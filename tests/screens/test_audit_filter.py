"""The filter line of the audit log: what it finds, and that nothing typed into it is an error."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.screens.audit_filter import (
    EXPOSURES,
    REFUSALS,
    AuditFilter,
    next_action,
    parse,
    plain_name,
    toggled,
    with_word,
)

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12).timestamp()
DAY = 86400.0

EVENTS = [
    AuditEvent(NOON, "max", AuditAction.COPY, title="GitHub", vault_name="Private", field="Password", serial=5),
    AuditEvent(NOON - 60, "max", AuditAction.CREATE_VAULT, vault_name="Work", serial=4),
    AuditEvent(NOON - DAY, "max", AuditAction.EDIT, AuditResult.REFUSED, title="Bank", detail="Read only.", serial=3),
    AuditEvent(NOON - 2 * DAY, "unknown", AuditAction.UNLOCK, AuditResult.FAILED, serial=2),
    AuditEvent(NOON - 30 * DAY, "max", AuditAction.CREATE, title="GitHub ␛[31m\x1b", serial=1),
]


def found(text: str) -> list[int]:
    wanted = parse(text, TODAY)
    return [event.serial for event in EVENTS if wanted.matches(event)]


@pytest.mark.parametrize(
    ("text", "serials"),
    [
        ("", [5, 4, 3, 2, 1]),
        ("github", [5, 1]),
        ("git private", [5]),
        ("private git", [5]),
        ("unknown", [2]),
        ("password", [5]),
        ("read only", [3]),
        ("␛[31m␛", [1]),
        ("action:copy", [5]),
        ("action:create", [4, 1]),
        ("action:create-vault", [4]),
        ("action:copy|edit", [5, 3]),
        ("ACTION:Copy", [5]),
        ("result:refused", [3]),
        ("result:refused|failed", [3, 2]),
        ("result:f", [2]),
        ("day:2026-11-22", [5, 4]),
        ("day:today", [5, 4]),
        ("day:tod", [5, 4]),
        ("day:yesterday", [3]),
        ("day:2026-11", [5, 4, 3, 2]),
        ("day:today action:create", [4]),
        ("day: action: result:", [5, 4, 3, 2, 1]),
        ("day:never", []),
        ("action:fly", []),
        ("http://x", []),
    ],
)
def test_what_a_line_finds(text: str, serials: list[int]) -> None:
    assert found(text) == serials


FAR = AccountId("acc-1")
TOLD = AuditEvent(
    NOON,
    "Ada <ada@x.example>",
    AuditAction.OTHER,
    AuditResult.UNTOLD,
    ItemRef(FAR, VaultId("ops"), ItemId("1001")),
    "My mail",
    "Ops team",
    word="Unshared",
    ip="192.0.2.7",
    client="Firefox",
    source="Team",
    raw=(("geo.country", "Helvetia"),),
)


@pytest.mark.parametrize(
    "text",
    [
        "who:ada",
        "who:x.example",
        "who:bob|ada",
        "action:unsh",
        "result:not-told",
        "account:team",
        "account:acc-1",
        "account:harbour",
        "vault:ops",
        'vault:"ops team"',
        'vault:"ops te',
        "vault:team",
        "item:mail",
        "item:1001",
        "ip:192.0.2.",
        "helvetia firefox 192.0.2.7",
        '"my mail"',
        "from:2026-11 to:2026-11",
        "from:2026-11-22 to:2026-11-22",
        "from:today to:today",
        "from:7d to:2026",
        'from:"2026-11-22 11" to:"2026-11-22 13"',
        "from:2026-11-22t12:00",
        "from: to: who: item:",
    ],
)
def test_what_a_service_tells_is_found_by_each_of_its_names(text: str) -> None:
    assert parse(text, TODAY, {FAR: "The Harbour"}).matches(TOLD)


@pytest.mark.parametrize(
    "text",
    [
        "who:bob",
        "action:reveal",
        "result:ok",
        "account:home",
        "vault:private",
        'vault:"team ops"',
        "item:bank",
        "ip:10.",
        "from:2026-12",
        "to:2026-10",
        "from:2026-11-23",
        "to:7d",
        "to:yesterday",
    ],
)
def test_and_not_by_others(text: str) -> None:
    assert not parse(text, TODAY, {FAR: "The Harbour"}).matches(TOLD)


def test_what_has_no_time_is_in_no_span() -> None:
    event = AuditEvent(0.0, "max", AuditAction.READ)
    assert not parse("from:1970", TODAY).matches(event) and not parse("to:2099", TODAY).matches(event)
    assert parse("max", TODAY).matches(event)


def test_an_auditor_asks_for_what_let_values_out() -> None:
    wanted = parse(toggled("", EXPOSURES), TODAY)
    found = {action for action in AuditAction if wanted.matches(AuditEvent(NOON, "max", action))}
    assert found == {AuditAction.REVEAL, AuditAction.COPY, AuditAction.EXPORT, AuditAction.SHARE}


@given(st.text(max_size=30) | st.sampled_from(["action:", "day:", "result:|", "::", "day:2026-99"]))
def test_no_line_is_an_error(text: str) -> None:
    assert set(found(text)) <= {1, 2, 3, 4, 5}
    assert isinstance(parse(next_action(text), TODAY), AuditFilter)


@given(st.text(max_size=30))
def test_quick_keys_are_switches_that_leave_the_words_alone(text: str) -> None:
    words = with_word(with_word(text, "result", ""), "action", "")
    for said in (REFUSALS, EXPOSURES):
        assert toggled(toggled(words, said), said) == words


def test_actions_come_one_after_the_other_and_then_all() -> None:
    line, seen = "git", []
    for _ in AuditAction:
        line = next_action(line)
        seen.append(line)
    assert seen == [f"git action:{plain_name(action)}" for action in AuditAction]
    assert next_action(line) == "git"
