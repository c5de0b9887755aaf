"""What a link gives away, to whom and for how long, in plain words: read before it is made."""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.field import Field
from tui.model.item import Item
from tui.model.sharing import Recipient, Share, SharePolicy
from tui.widgets.times import local_time

NAMED = 5
"""So many fields, or recipients, are told by name."""

FINAL = "Later changes of the item are not in it. Undo cannot take it back: a link can only be withdrawn in 1Password."
NOBODY = "Name who may open the link."
WRONG = "Not all of them can be named (✗). No link was made."


def summary(item: Item, policy: SharePolicy, share: Share, now: float) -> str:
    """Return who will see what of an item, and until when."""
    who, until = readers(share.recipients), local_time(now + share.expiry.seconds)
    what = f"a copy of “{item.title}” as it is now, {contents(item)}"
    return f"{who} will be able to see {what}{_views(policy, share)}, until {until}."


def readers(recipients: Sequence[Recipient]) -> str:
    """Return who may open a link, at the beginning of a sentence."""
    if not recipients:
        return "Anyone who has the link"
    names = [meant(one) for one in recipients]
    who = _listed([*names[:NAMED], *([f"{len(names) - NAMED} more"] if len(names) > NAMED else [])])
    return f"{who[:1].upper()}{who[1:]}" if recipients[0].domain else who


def meant(recipient: Recipient) -> str:
    """Return who is meant, within a sentence."""
    return f"everybody with an address at {recipient.text}" if recipient.domain else recipient.text


def contents(item: Item) -> str:
    """Return what is in an item beside its title: the names of its fields, what is concealed first; values never."""
    filled = [field for field in item.fields if not field.empty]
    concealed, seen = _names(filled, hidden=True), _names(filled, hidden=False)
    parts = [f"what is concealed ({', '.join(concealed)})"] if concealed else []
    parts += [*seen, *_counted(len(item.websites), "website"), *_counted(len(item.files), "file")]
    return f"with {_listed(parts)}" if parts else "which has nothing but its title"


def _names(fields: Sequence[Field], *, hidden: bool) -> list[str]:
    names = [field.label or field.kind.value for field in fields if field.hidden is hidden]
    return [*names[:NAMED], *_counted(len(names) - NAMED, "more field")]


def _views(policy: SharePolicy, share: Share) -> str:
    if share.once:
        return ", once each" if share.recipients else ", once"
    return f", at most {policy.views} times" if policy.views is not None else ""


def _counted(count: int, one: str) -> list[str]:
    """Return so many things in words, nothing where there are none."""
    return [f"{count} {one}{'s' * (count > 1)}"] if count > 0 else []


def _listed(names: Sequence[str]) -> str:
    """Return names as a sentence has them."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
