"""Links to items of 1Password: what is sent is what the official SDK would send, and what is refused is told whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

pytest.importorskip("onepassword")

from tests.backends.onepassword.place import Office, opened
from tests.servers.onepassword import OnePassword, difference, official, words
from tests.servers.onepassword.hostile import surplus
from tui.backends.onepassword.messages import NoRight
from tui.backends.onepassword.refusals import Refusals
from tui.backends.protocol import Action
from tui.backends.team import LinkSharer
from tui.model.errors import Conflict, Denied, RateLimited, Unclear, Unreachable
from tui.model.ids import ItemRef, VaultId
from tui.model.item import ItemState
from tui.model.sharing import Expiry, Recipient, Share

PASSWORD = {"id": "password", "title": "password", "fieldType": "Concealed", "value": "s3cret-mail"}
MAIL: dict[str, Any] = {"title": "Mail", "category": "Login", "fields": [PASSWORD], "notes": "s3cret-notes"}
MARA, JON = Recipient("mara@larkmail.example"), Recipient("jon@halden.example")
HALDEN = Recipient("halden.example", domain=True)


def last(op: OnePassword, name: str) -> dict[str, Any]:
    """Return the parameters of the last call with this name."""
    return next(parameters for sent, parameters in reversed(op.sent) if sent == name)


async def made(place: Office, ref: ItemRef, share: Share) -> str:
    """Make a link, and return it."""
    item = await place.backend.item(ref)
    policy = await place.backend.share_policy(item)
    return (await place.backend.share(item, policy, share)).reveal()


def test_the_backend_shares(op: OnePassword) -> None:
    assert isinstance(opened(op), LinkSharer)


async def test_a_link_for_anyone_and_the_item_goes_back_whole(place: Office) -> None:
    ref = place.add(MAIL)
    place.op.twist("ItemsGet", surplus)
    item = await place.backend.item(ref)
    policy = await place.backend.share_policy(item)
    assert (policy.longest, policy.usual, policy.views) == (Expiry.MONTH, Expiry.WEEK, None)
    assert policy.public
    assert policy.named
    link = await place.backend.share(item, policy, Share((), Expiry.DAY, once=True))
    (kept,) = place.op.links
    assert link.reveal() == kept["link"]
    assert (kept["item"], kept["expiry"], kept["once"], kept["recipients"]) == (ref.item, "OneDay", True, [])
    sent = last(place.op, "ItemsSharesCreate")
    assert sent["item"]["futureThing"] == {"a": [1, None]}, "what is not known here goes back, too"
    assert sent["item"]["fields"][0]["value"] == "s3cret-mail"
    assert place.op.writes == 1


@pytest.mark.parametrize(
    "share",
    [
        Share((), Expiry.HOUR),
        Share((MARA,), Expiry.DAY, once=True),
        Share((MARA, HALDEN), Expiry.WEEK),
        Share((HALDEN,), Expiry.FORTNIGHT),
        Share((JON,), Expiry.MONTH),
    ],
)
async def test_what_is_sent_is_what_the_official_sdk_sends(place: Office, share: Share) -> None:
    ref = place.add(
        MAIL | {"tags": ["a"], "websites": [{"url": "https://x.example", "label": "", "autofillBehavior": "Never"}]}
    )
    item = await place.backend.item(ref)
    policy = await place.backend.share_policy(item)
    given = [one.text for one in share.recipients]
    assert await place.backend.recipients(policy, given) == list(share.recipients)
    await place.backend.share(item, policy, share)
    sent = {name: parameters for name, parameters in place.op.sent}
    told = official("ItemShareAccountPolicy", sent["ItemsSharesCreate"]["policy"])
    pairs = [
        ("ItemsSharesGetAccountPolicy", "items.shares.get_account_policy", (ref.vault, ref.item)),
        ("ItemsSharesValidateRecipients", "items.shares.validate_recipients", (told, given)),
        (
            "ItemsSharesCreate",
            "items.shares.create",
            (
                official("Item", sent["ItemsSharesCreate"]["item"]),
                told,
                official("ItemShareParams", sent["ItemsSharesCreate"]["params"]),
            ),
        ),
    ]
    for name, method, arguments in pairs:
        assert difference((name, sent[name]), method, *arguments) == []


async def test_each_who_cannot_be_named_is_told_by_halves(place: Office) -> None:
    item = await place.backend.item(place.add(MAIL))
    policy = await place.backend.share_policy(item)
    given = ["a@x.example", "b@x.example", "nobody@", "c@x.example", "x.example"]
    judged = await place.backend.recipients(policy, given)
    assert [one if isinstance(one, Recipient) else str(one) for one in judged] == [
        Recipient("a@x.example"),
        Recipient("b@x.example"),
        "1Password takes this for neither an e-mail address nor a domain.",
        Recipient("c@x.example"),
        Recipient("x.example", domain=True),
    ]
    assert len([name for name in place.op.requests if name == "ItemsSharesValidateRecipients"]) < 2 * len(given)


async def test_a_domain_where_only_addresses_are_allowed(place: Office) -> None:
    place.op.account.policy = {"allowedRecipientTypes": ["Email"]}
    item = await place.backend.item(place.add(MAIL))
    policy = await place.backend.share_policy(item)
    assert not policy.domains
    (judged,) = await place.backend.recipients(policy, ["x.example"])
    assert str(judged) == "The account’s rules do not allow a link for this recipient."


async def test_words_that_are_not_known_break_nothing(place: Office) -> None:
    place.op.account.policy = {
        "allowedTypes": ["Public", "Biometric"],
        "allowedRecipientTypes": ["Telepathy"],
        "maxExpiry": "NinetyDays",
        "defaultExpiry": "OneDay",
        "maxViews": "many",
    }
    item = await place.backend.item(place.add(MAIL))
    policy = await place.backend.share_policy(item)
    assert (policy.longest, policy.public, policy.named, policy.views) == (Expiry.DAY, True, False, None)
    place.op.twist("ItemsSharesValidateRecipients", lambda answer: [{"type": "Telepathy", "parameters": {"mind": "x"}}])
    place.op.account.policy = {}
    policy = await place.backend.share_policy(item)
    (judged,) = await place.backend.recipients(policy, ["x.example"])
    assert isinstance(judged, Denied)
    place.op.twist("ItemsSharesValidateRecipients", lambda answer: [])
    with pytest.raises(Unreachable, match="cannot be read as the recipients"):
        await place.backend.recipients(policy, ["x.example"])


async def test_an_account_that_allows_nothing(place: Office) -> None:
    place.op.account.policy = {"allowedTypes": []}
    item = await place.backend.item(place.add(MAIL))
    with pytest.raises(Denied, match="The account's rules allow no link to this item"):
        await place.backend.share_policy(item)
    assert place.backend.refusal(Action.SHARE, item.ref) is None, "who administers it may change that"


async def test_an_item_with_files_where_those_may_not_be_shared(place: Office) -> None:
    ref = place.add(MAIL)
    item = await place.backend.item(ref)
    policy = await place.backend.share_policy(item)
    files = {**place.op.account.policy.get("files", {}), "allowed": False, "maxSize": 0}
    place.op.account.policy = {"files": files}
    place.op.add_file(ref.vault, ref.item, "key.pem", b"s3cret-key")
    with pytest.raises(Denied, match="since it has files"):
        await place.backend.share(item, policy, Share((), Expiry.DAY))
    with pytest.raises(Denied, match="do not allow items with files to be shared"):
        await place.backend.share_policy(await place.backend.current(ref))
    assert place.op.links == []


async def test_a_missing_permission_is_told_with_how_it_is_got_and_greys_the_key(place: Office) -> None:
    ref = place.add(MAIL)
    item = await place.backend.item(ref)
    assert place.backend.refusal(Action.SHARE, ref) is None
    place.op.allow(ref.vault, words.EVERYTHING & ~words.SEND)
    with pytest.raises(Denied) as refused:
        await place.backend.share_policy(item)
    assert str(refused.value) == (
        "The account's token may not share items in this vault. A service account is given the permission to share "
        "items when it is made."
    )
    assert place.backend.refusal(Action.SHARE, ref) == str(refused.value)
    assert place.backend.refusal(Action.EDIT, ref) is None
    assert place.backend.refusal(Action.READ, ref) is None
    await place.backend.vaults()
    assert place.backend.refusal(Action.SHARE, ref) is None, "reading anew asks anew"


async def test_an_archived_item_is_not_asked_for(place: Office) -> None:
    item = replace(await place.backend.item(place.add(MAIL)), state=ItemState.ARCHIVED)
    before = place.op.requests
    with pytest.raises(Denied, match="archive"):
        await place.backend.share_policy(item)
    assert place.op.requests == before


async def test_what_was_changed_meanwhile_is_not_shared(place: Office) -> None:
    ref = place.add(MAIL)
    item = await place.backend.item(ref)
    policy = await place.backend.share_policy(item)
    place.op.touch(ref.vault, ref.item, title="Another")
    with pytest.raises(Conflict, match="No link was made") as met:
        await place.backend.share(item, policy, Share((), Expiry.DAY))
    assert met.value.current is not None
    assert met.value.current.title == "Another"
    assert place.op.writes == 0


async def test_a_lost_answer_says_that_there_may_be_a_link_and_is_not_asked_for_again(place: Office) -> None:
    ref = place.add(MAIL)
    place.op.lose("ItemsSharesCreate")
    with pytest.raises(Unclear, match="there may be a link to this item that nobody has seen"):
        await made(place, ref, Share((), Expiry.DAY))
    assert len(place.op.links) == 1
    assert place.op.requests.count("ItemsSharesCreate") == 1


@pytest.mark.parametrize("answer", [None, "", 7, {"url": "https://x"}])
async def test_an_answer_that_is_no_link_is_a_lost_one(place: Office, answer: object) -> None:
    place.op.twist("ItemsSharesCreate", lambda _: answer)
    with pytest.raises(Unclear, match="there may be a link"):
        await made(place, place.add(MAIL), Share((), Expiry.DAY))


async def test_recipients_who_cannot_be_named_any_more(place: Office) -> None:
    ref = place.add(MAIL)
    item = await place.backend.item(ref)
    policy = await place.backend.share_policy(item)
    place.op.account.policy = {"allowedRecipientTypes": ["Email"]}
    with pytest.raises(Denied, match="One of the recipients cannot be named any more"):
        await place.backend.share(item, policy, Share((HALDEN,), Expiry.DAY))
    assert place.op.links == []


async def test_limits_and_no_network_are_told_as_ever(place: Office) -> None:
    ref = place.add(MAIL)
    item = await place.backend.item(ref)
    policy = await place.backend.share_policy(item)
    place.op.limit(writes=0)
    with pytest.raises(RateLimited):
        await place.backend.share(item, policy, Share((), Expiry.DAY))
    place.op.heal()
    assert await place.backend.share(item, policy, Share((), Expiry.DAY))


async def test_no_secret_is_in_a_sentence(place: Office) -> None:
    place.op.fail("ItemsSharesCreate", "ItemApi", "failed to share item: s3cret-mail s3cret-notes in Mail")
    with pytest.raises(Exception, match="refuses") as met:
        await made(place, place.add(MAIL), Share((), Expiry.DAY))
    assert "s3cret" not in str(met.value)


def test_a_person_is_told_who_can_give_the_permission() -> None:
    refusals, vault = Refusals(token=False), VaultId("v")
    with pytest.raises(NoRight), refusals.met(vault, Action.SHARE):
        raise NoRight("no")
    assert refusals.sentence(Action.SHARE, vault) == (
        "Your account may not share items in this vault. Whoever administers the account can give you the permission "
        "to share items."
    )
    assert refusals.sentence(Action.EDIT, vault) is None
