"""The demo's audit log: a week of two people, with what was refused, and no value in it."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.services.demos import NOW, Contents, made
from tui.model.audit import AuditAction, AuditResult
from tui.model.secret import Secret

DAY = 86_400.0
ELSEWHERE = {
    AuditAction.READ,
    AuditAction.GENERATE,
    AuditAction.ROTATE,
    AuditAction.SHARE,
    AuditAction.CHANGE_ACCESS,
    AuditAction.ADD_MEMBER,
    AuditAction.ADD_ACCOUNT,
    AuditAction.CHANGE_ACCOUNT,
    AuditAction.REMOVE_ACCOUNT,
    AuditAction.REPLACE_TOKEN,
    AuditAction.OPEN_ACCOUNT,
    AuditAction.OTHER,
}
"""What only happens with accounts of a service, which the demo has none of, and what is done over several days."""


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> Contents:
    return made(tmp_path_factory.mktemp("demo"))


def test_the_audit_log_tells_a_week(contents: Contents) -> None:
    events = contents.events
    assert len(events) >= 60
    assert [event.at for event in events] == sorted((event.at for event in events), reverse=True)
    assert events[-1].at > NOW - 8 * DAY
    assert {event.action for event in events} == set(AuditAction) - ELSEWHERE
    assert {event.actor for event in events} == {"mara", "jonas", "unknown"}
    results = Counter((event.action, event.result) for event in events)
    assert results[AuditAction.DELETE, AuditResult.REFUSED] >= 2
    assert results[AuditAction.UNLOCK, AuditResult.FAILED] >= 6
    assert all(event.detail for event in events if event.result is AuditResult.REFUSED)
    assert sum(event.result is AuditResult.REFUSED for event in events) >= 6
    assert sum(event.result is AuditResult.OK for event in events) > len(events) / 2
    failed = [event.at for event in events if event.result is AuditResult.FAILED]
    assert any(a - b < 300 for a, b in zip(failed, failed[5:], strict=False)), "a burst, which is worth a warning"


def test_events_name_items_that_are_there(contents: Contents) -> None:
    names = {vault.id: vault.name for vault in contents.vaults}
    titles = {item.ref: item.title for item in contents.items}
    about = [event for event in contents.events if event.ref is not None]
    assert len(about) >= 30
    for event in about:
        assert event.ref is not None
        assert (event.title, event.vault_name) == (titles[event.ref], names[event.ref.vault])


def test_revealed_and_copied_fields_are_there(contents: Contents) -> None:
    items = {item.ref: item for item in contents.items}
    for event in contents.events:
        if event.ref is None or event.action not in (AuditAction.REVEAL, AuditAction.COPY):
            continue
        item = items[event.ref]
        labels = {field.label.capitalize() for field in item.fields}
        labels |= {"Website"} if item.websites else set()
        labels |= {"One-time code"} if item.otp else set()
        assert event.field[:1].upper() + event.field[1:] in {*labels, *(field.label for field in item.fields)}


def test_no_event_holds_a_value(contents: Contents) -> None:
    secrets = {
        field.value.reveal()
        for versions in contents.versions.values()
        for item in versions
        for field in item.fields
        if isinstance(field.value, Secret) and len(field.value.reveal()) > 4
    }
    for event in contents.events:
        for text in (event.title, event.field, event.detail, event.actor, event.vault_name):
            assert not any(secret in text for secret in secrets)
