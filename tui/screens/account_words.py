"""What is said of accounts: a row of the list, and under it why one is as it is and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

from tui.backends import registry
from tui.host.display import display_text
from tui.model.account import AccountConfig, TokenSource
from tui.model.connection import Connection
from tui.model.usage import Plan
from tui.services.origin import host_of
from tui.services.remotes import Remotes, State, Status
from tui.services.token_names import NAMES
from tui.widgets.account_list import AccountRow, Health
from tui.widgets.times import local_time, short_time

HEALTH: dict[State, Health] = {
    State.OPENING: "busy",
    State.READING: "busy",
    State.OPEN: "good",
    State.OFFLINE: "warning",
    State.REFUSED: "bad",
    State.ASKING: "warning",
    State.FAILED: "bad",
    State.OFF: "off",
    State.APPROVING: "busy",
    State.UNAPPROVED: "warning",
    State.PAUSED: "warning",
}

ADVICE: dict[State, str] = {
    State.OFFLINE: "What was read last is shown until it answers; it is tried again by itself, and now with r.",
    State.REFUSED: "Nothing is tried with this token any more. T gives the account another one.",
    State.ASKING: "T gives it the token for this run.",
    State.FAILED: "r tries again, e changes how it is reached.",
    State.OFF: "Space switches it on.",
    State.APPROVING: "r shows again what to do.",
    State.UNAPPROVED: "Nothing is asked of it by itself; r asks for the approval again, and so does using it.",
    State.PAUSED: "Nothing is asked of it by itself, so that its limits last; r tries again.",
}

UNPOLLED = "What was read last is shown. Nothing is asked of it by itself; r tries again."
"""The advice where one that is offline is not tried again by itself."""

UNREAD = "Nothing of it was read yet. It is tried again by itself, and now with r."
"""The advice where one that is offline has never answered."""

SOURCES: dict[TokenSource, str] = {
    TokenSource.SEALED: "sealed",
    TokenSource.ENVIRONMENT: "environment",
    TokenSource.ENV_FILE: "env file",
    TokenSource.FILE: "token file",
    TokenSource.PROMPT: "asked each time",
    TokenSource.APP: "approved in app",
}

STORE = "Your own store on this machine, encrypted; the master password opens it."


def home_row(name: str, vaults: int) -> AccountRow:
    """Return the row of the home store."""
    return AccountRow(display_text(name), "open", "good", "this machine", vaults=f"{vaults:,}", kind="This store")


def row(status: Status, remotes: Remotes) -> AccountRow:
    """Return the row of a remote account."""
    config = status.config
    return AccountRow(
        display_text(config.name),
        status.state.value,
        HEALTH[status.state],
        display_text(place(config)),
        token(status, remotes),
        "" if status.vaults is None else f"{status.vaults:,}",
        short_time(status.read_at) if status.read_at else "",
        display_text(kind(config)),
        remotes.token_is_old(status),
    )


def advice(status: Status) -> str:
    """Return what can be done about how an account is, or ""."""
    if status.state is State.OFFLINE and not registry.polls(status.config):
        return UNPOLLED
    if status.state is State.OFFLINE and status.read_at is None:
        return UNREAD
    return ADVICE.get(status.state, "")


def place(config: AccountConfig) -> str:
    """Return where an account is: the host of its address, or what the service's app calls it."""
    return host_of(config.url) or config.login or kind(config)


def goes_to(config: AccountConfig) -> str:
    """Return whom a token goes to, for a sentence."""
    return config.url or "1Password"


def kind(config: AccountConfig) -> str:
    """Return what the kind of an account is called."""
    known = registry.KINDS.get(config.kind)
    return known.name if known is not None else config.kind


def token(status: Status, remotes: Remotes) -> str:
    """Return where a token comes from, and how old it is."""
    days = remotes.token_age_days(status)
    age = "" if days is None else ", today" if days <= 0 else f", {days:,} day{'s' * (days != 1)}"
    return SOURCES[status.config.source] + age


def origin(config: AccountConfig) -> str:
    """Return the sentence where an account comes from that is not kept here, or what its token file is; or ""."""
    match config.source:
        case TokenSource.ENVIRONMENT:
            return f"It comes from the environment ({NAMES.get(config.kind, 'its token')})."
        case TokenSource.ENV_FILE:
            return f"It comes from the env file {config.token_file}."
        case TokenSource.FILE:
            return f"Its token is read from {config.token_file}."
    return ""


def reminder(status: Status, remotes: Remotes) -> str:
    """Return the sentence that a token should be replaced, or ""."""
    if not remotes.token_is_old(status):
        return ""
    days = remotes.token_age_days(status) or 0
    how = "T gives it to the account" if can_replace(status.config) else "Put it where this one comes from"
    return f"Its token is {days:,} days old, as far as is known here. Make a new one at the service. {how}."


def can_replace(config: AccountConfig) -> bool:
    """Whether an account can be given another token here."""
    return config.source.has_token and config.source is not TokenSource.FILE


def why_no_token(config: AccountConfig) -> str:
    """Return why an account cannot be given another token here."""
    if not config.source.has_token:
        return "It has no token: you approve it in the 1Password app. r asks for that."
    return f"{origin(config)} Write the new one there, and press r."


def ways(config: AccountConfig) -> str:
    """Return the kind of an account, its address, and what is unusual about how it is reached."""
    odd = [f"trusts {config.ca_file}"] if config.ca_file else []
    odd += ["plain http allowed"] if config.allow_http else []
    odd += ["through the environment's proxies"] if config.use_proxy else []
    odd += [f"plan: {config.plan.value}"] if config.plan is not Plan.UNKNOWN else []
    return " · ".join((kind(config), *filter(None, (config.url or config.login,)), *odd))


def why(status: Status) -> str:
    """Return how an account is, in a sentence or two."""
    if status.sentence:
        return status.sentence
    if status.state is State.OPEN:
        count = status.vaults or 0
        shows = f"It shows {count:,} vault{'s' * (count != 1)}." if count else "It shows no vaults."
        return f"{shows} Read last at {local_time(status.read_at)}." if status.read_at else shows
    return {State.OPENING: "It is being opened.", State.READING: "Its vaults are being read."}.get(status.state, "")


def tested(connection: Connection) -> str:
    """Return what a test has shown."""
    facts = [connection.sentence]
    if connection.vaults is not None and connection.good:
        facts.append(f"It shows {connection.vaults:,} vault{'s' * (connection.vaults != 1)}.")
    return " ".join(facts)


def unfinished(titles: Sequence[str]) -> str:
    """Return the sentence that what rotations of these items keep goes with their account."""
    named = ", ".join(f"“{display_text(title)}”" for title in titles[:3])
    more = f" and {len(titles) - 3:,} more" if len(titles) > 3 else ""
    return f"The rotation of {named}{more} is not finished (g d): the old and the new password are forgotten here."


def unsaved(titles: Sequence[str]) -> str:
    """Return the sentence that edits of these items, which are not saved, outlive their account."""
    named = ", ".join(f"“{display_text(title) or 'untitled'}”" for title in titles[:3])
    more = f" and {len(titles) - 3:,} more" if len(titles) > 3 else ""
    return f"What is not saved of {named}{more} stays as a draft, which can be saved as a new item elsewhere."
