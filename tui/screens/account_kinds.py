"""What is to be known of each kind of account before one is added. The facts are the services' own."""

from __future__ import annotations

from dataclasses import dataclass

from tui.backends.registry import Kind

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class About:
    """A kind in few words: its name beside others, whom it suits, the facts, and what is said under its form."""

    short: str
    suits: str
    facts: Facts
    note: str = ""


ABOUT: dict[str, About] = {
    "onepassword-desktop": About(
        "desktop app",
        "for yourself, at this machine",
        (
            ("For", "one person at a machine with the 1Password app; any plan, at home too"),
            ("Reaches", "the whole account, also Personal, Private and Employee vaults"),
            ("Needs", "in the app’s settings: Developer › “Integrate with other apps”"),
            ("Approval", "you approve in the app; again after 10 idle minutes, or when it was locked"),
            ("Limits", "none that are known"),
            ("Over SSH", "no: the prompt is a window on the machine where Strongroom runs"),
        ),
        "Testing and opening it have the 1Password app ask you to approve Strongroom.",
    ),
    "onepassword": About(
        "service account",
        "for teams and machines, with a token",
        (
            ("For", "a team, a server, a session over SSH: nobody has to be there"),
            ("Reaches", "the vaults that it was given; never Personal, Private or Employee vaults"),
            ("Needs", "somebody who may make one at 1Password.com › Developer, and its token (ops_…)"),
            ("Approval", "none"),
            ("Limits", "requests per hour and day, by plan: Strongroom counts, and asks sparingly"),
            ("Over SSH", "yes"),
        ),
        "1Password does not tell the plan. With it Strongroom can say how much of its limits is used.",
    ),
    "connect": About(
        "Connect",
        "for a team that runs a server of its own",
        (
            ("For", "a team that runs a 1Password Connect server in its own network"),
            ("Reaches", "the vaults that its token was given; never Personal, Private or Employee vaults"),
            ("Needs", "the server’s address, and a token for it"),
            ("Approval", "none"),
            ("Limits", "none: the server answers from a copy of its own"),
            ("Over SSH", "yes"),
        ),
    ),
    "passpack": About(
        "Passpack",
        "for a team’s passwords, over a REST API",
        (
            ("For", "a team whose server speaks the REST API shown for Passpack"),
            ("Reaches", "the entries its token was given; members, sharing, audit"),
            ("Needs", "a token, and the server’s address if it is not Passpack’s"),
            ("Known", "Passpack publishes no such API: only a test server was tried"),
            ("Limits", "none that are known, so Strongroom asks sparingly"),
            ("Over SSH", "yes"),
        ),
        "Passwords go to that server as they are, over TLS. How it is spoken to: [passpack] in the settings.",
    ),
}
"""By the ids of the kinds, the simplest first."""


def about(kind: Kind) -> About:
    """Return what is to be known of a kind; of one that is not known here its name."""
    return ABOUT.get(kind.id) or About(kind.name, "", ())


def ordered(kinds: dict[str, Kind]) -> list[Kind]:
    """Return the kinds in the order in which they are offered."""
    known = list(ABOUT)
    return sorted(kinds.values(), key=lambda kind: known.index(kind.id) if kind.id in known else len(known))
