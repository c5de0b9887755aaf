"""What 1Password refuses, as its core tells it: a name and a message. The words are those compiled into SDK 0.4.2."""

from __future__ import annotations

_USER_INPUT = "invalid user input: encountered the following errors: "


class Refused(Exception):
    """An error of the core's. Without a name its message is not JSON: the core did not understand the request."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message


def invalid(problem: str) -> Refused:
    """Return that the request itself is wrong."""
    return Refused("InvalidConfiguration", _USER_INPUT + problem)


def refused(problem: str) -> Refused:
    """Return that the service did not do it."""
    return Refused("ItemApi", problem)


def not_found() -> Refused:
    """Return that there is no such thing, or none that this client may see."""
    return refused("resource not found")


def denied() -> Refused:
    """Return that the client lacks a right."""
    return refused("you don't have the right permissions to access this resource")


def out_of_date() -> Refused:
    """Return that an item was changed meanwhile."""
    return invalid("The submitted item is not up to date. Refetch the item and retry the request.")


def archived() -> Refused:
    """Return that an item lies in the archive."""
    return invalid("item is not in an active state")


def no_network() -> Refused:
    """Return that the service could not be reached, in the SDK's misleading words."""
    return Refused(
        "Internal",
        "request library compatibility issue, check that the your environment uses compatible versions: "
        "reqwest library: error sending request for url (<redacted URL>)",
    )


def rate_limited() -> Refused:
    """Return that there were too many requests."""
    return Refused("RateLimitExceeded", "rate limit exceeded")
