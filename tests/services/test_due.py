"""What is due: by policies alone, never by itself; put off, and told once at the start."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.screens.service import DEPLOY, FAR, OPS, Service, join, login
from tests.services.conftest import Opened
from tests.services.remote import desk
from tests.services.rotating import Faults, Faulty, rotate
from tests.services.support import login as own_login
from tui.model.category import SECURE_NOTE
from tui.model.edit import SetTitle, SetValue
from tui.model.field import Purpose
from tui.model.ids import HOME, ItemId, ItemRef
from tui.model.item import Item, ItemState
from tui.model.secret import Secret
from tui.services import ages, due, due_book
from tui.services.ages import DAY
from tui.services.due_book import NEVER, Policy, Wishes
from tui.services.due_reminder import DueReminder, sentence
from tui.store.naming import RecordKind

NOW = 1_790_000_000.0 + 400 * DAY
"""400 days after the items of the service were changed."""


def ref(name: str) -> ItemRef:
    """Return an item of the service."""
    return replace(DEPLOY, item=ItemId(name))


async def stocked(opened: Opened) -> Service:
    """Join a service with items of several ages and kinds."""
    many = {
        "old": login("Old", ref("old")),
        "tagged": replace(login("Tagged", ref("tagged")), tags=("Bank", "x"), updated=NOW - 100 * DAY),
        "young": replace(login("Young", ref("young")), updated=NOW - 10 * DAY),
        "gone": replace(login("Gone", ref("gone")), state=ItemState.ARCHIVED),
        "note": replace(login("Note", ref("note")), category=SECURE_NOTE, fields=()),
    }
    service = Service(items={one.ref: one for one in many.values()})
    await join(opened.session, Faulty(service, Faults()))
    service.asked.clear()
    return service


async def found(opened: Opened, now: float = NOW) -> list[str]:
    """Return the titles of what is due."""
    told = await due.find(opened.session, await opened.session.due.wishes(), {}, now)
    return [opened.session.catalog.title(one.ref) for one in told.dues]


async def test_nothing_is_due_without_a_policy(opened: Opened) -> None:
    await stocked(opened)
    assert await found(opened, NOW * 2) == []


async def test_a_policy_for_a_vault_and_for_a_tag(opened: Opened) -> None:
    service = await stocked(opened)
    await opened.session.due.put(Policy(365, "", FAR, OPS))
    assert await found(opened) == ["Old"], "no note, nothing archived, nothing younger"
    await opened.session.due.put(Policy(90, "bank"))
    assert await found(opened) == ["Old", "Tagged"], "the latest first, tags however they are spelled"
    await opened.session.due.put(Policy(30, "", FAR, OPS))
    assert await found(opened) == ["Old", "Tagged"]
    assert len((await opened.session.due.wishes()).policies) == 2
    await opened.session.due.drop(Policy(30, "", FAR, OPS))
    assert await found(opened) == ["Tagged"]
    assert service.asked == [], "nothing is read for that"


async def test_what_no_time_is_told_of_is_counted_and_never_due(opened: Opened) -> None:
    many = {name: replace(login(name, ref(name)), updated=0.0) for name in ("a", "b", "c")}
    await join(opened.session, Faulty(Service(items={one.ref: one for one in many.values()}), Faults()))
    await opened.session.due.put(Policy(90, "", FAR, OPS))
    await opened.session.due.snooze(ref("c"), NEVER)
    told = await due.find(opened.session, await opened.session.due.wishes(), {}, NOW)
    assert told == due.Found([], 2)


async def test_what_is_put_off_comes_again_or_never(opened: Opened) -> None:
    await stocked(opened)
    book = opened.session.due
    await book.put(Policy(90, "", FAR, OPS))
    assert await found(opened) == ["Old", "Tagged"]
    await book.snooze(ref("old"), NOW + 7 * DAY)
    assert await found(opened) == ["Tagged"]
    assert await found(opened, NOW + 7 * DAY) == ["Old", "Tagged"]
    await book.snooze(ref("tagged"), NEVER)
    assert await found(opened, NOW * 3) == ["Old", "Young"]
    await book.snooze(ref("tagged"), 0)
    assert await found(opened) == ["Tagged"]


async def test_wishes_are_there_again_and_go_with_the_account(opened: Opened, tmp_path: Path) -> None:
    book = opened.session.due
    await book.put(Policy(90, "", FAR, OPS))
    await book.put(Policy(30, "bank"))
    await book.snooze(ref("old"), NEVER)
    await opened.session.close(exiting=True)
    assert b"bank" not in opened.path.read_bytes()
    opened.path.rename(tmp_path / "home")
    async with desk(tmp_path, make=False) as again:
        kept = again.session.due
        assert await kept.wishes() == Wishes((Policy(90, "", FAR, OPS), Policy(30, "bank")), ((ref("old"), NEVER),))
        await kept.forget_account(FAR)
        assert await kept.wishes() == Wishes((Policy(30, "bank"),))


@given(st.binary(max_size=40) | st.text(max_size=20).map(str.encode))
def test_a_record_of_another_form_is_left_out(raw: bytes) -> None:
    due_book._read(raw)


@given(
    st.fixed_dictionaries(
        {
            name: st.lists(
                st.lists(st.none() | st.text(max_size=2) | st.integers() | st.floats(), min_size=3, max_size=5)
            )
            for name in ("policies", "snoozed")
        }
    )
)
def test_rows_of_another_form_are_left_out(table: dict[str, list[list[object]]]) -> None:
    import json

    for policy in due_book._read(json.dumps(table).encode()).policies:
        assert policy.days > 0


# How old a password is


async def test_in_the_own_store_versions_say_how_old_a_password_is(opened: Opened) -> None:
    session = opened.session
    made = await session.api(HOME).create(own_login(opened.vault, "Mail"))
    first = await ages.of(session, made.ref)
    assert first is not None
    assert (first.since, first.exact) == (made.updated, True)
    saved = await session.api(HOME).update(made.ref, (SetTitle("Post"),), made.version)
    assert await ages.of(session, made.ref) == first, "another title is no other password"
    assert saved.updated > made.updated
    await rotate(session, made.ref)
    last: Item = await session.api(HOME).item(made.ref)
    age = await ages.of(session, made.ref)
    assert age is not None
    assert (age.since, age.exact) == (last.updated, True)


async def test_where_there_is_no_password_there_is_no_age(opened: Opened) -> None:
    session = opened.session
    made = await session.api(HOME).create(own_login(opened.vault, "Mail"))
    password = made.of(Purpose.PASSWORD)
    assert password is not None
    await session.api(HOME).update(made.ref, (SetValue(password.id, Secret("")),), made.version)
    assert await ages.of(session, made.ref) is None


async def test_of_a_service_only_what_we_changed_is_known(opened: Opened) -> None:
    session, service = opened.session, Service()
    await join(session, Faulty(service, Faults()))
    age = await ages.of(session, DEPLOY)
    assert age is not None
    assert (age.since, age.exact) == (service.items[DEPLOY].updated, False)
    assert age.words(age.since + 3 * DAY) == "at least 3 days"
    await rotate(session)
    age = await ages.of(session, DEPLOY)
    assert age is not None
    assert age.exact
    assert age.words(age.since) == "today"


# At the start


@pytest.mark.parametrize(
    ("rotations", "dues", "said"),
    [
        (0, 0, ()),
        (1, 0, ("1 rotation is not finished (g d).",)),
        (2, 1, ("2 rotations are not finished and 1 password is due for rotation (g d).",)),
        (0, 1234, ("1,234 passwords are due for rotation (g d).",)),
    ],
)
def test_the_sentence(rotations: int, dues: int, said: tuple[str, ...]) -> None:
    assert sentence(rotations, dues) == said


async def test_one_sentence_at_the_start(opened: Opened) -> None:
    session = opened.session
    assert await DueReminder(session).begin() == ()
    await session.due.put(Policy(1, "", FAR, OPS))
    await stocked(opened)
    await rotate(session, ref("young"), Secret("s3cret-1"))
    (said,) = await DueReminder(session).begin()
    assert said == "1 rotation is not finished and 1 password is due for rotation (g d)."


async def test_a_raw_record_of_a_newer_one_is_no_end(opened: Opened) -> None:
    home = opened.session.home
    assert home is not None
    await home.finish(lambda backend: backend.put(RecordKind.LEARNT, "due", b"\xff["))
    assert await opened.session.due.wishes() == Wishes()
