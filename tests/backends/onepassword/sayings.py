"""What 1Password's library is known to say (0.4.2), and what each is news of."""

from __future__ import annotations

from typing import NamedTuple

from tui.backends.onepassword.faults import Asked
from tui.backends.onepassword.messages import Ended, Fixed, NoRight, OutOfDate, WrongRecipient
from tui.model.errors import (
    Denied,
    Invalid,
    NotApproved,
    NotFound,
    RateLimited,
    TokenRefused,
    Unclear,
    Unreachable,
    VaultError,
)

READING = Asked("the item")
WRITING = Asked("the item", writing=True)
SIGNING_IN = Asked("signing in", sent=False)
DESKTOP = Asked("the item", desktop=True)
OPENING_APP = Asked("signing in", sent=False, desktop=True)

NO_NETWORK = (
    "authentication error: request library compatibility issue, check that the your environment uses compatible "
    "versions: reqwest library: error sending request for url (<redacted URL>)"
)
INTERNAL = (
    "an internal error occurred, please contact 1Password at support@1password.com or "
    "https://developer.1password.com/joinslack: "
)
INPUT = "invalid user input: encountered the following errors: "
TOKEN = "invalid service account token, please make sure you provide a valid service account token as parameter:  "
CLOSED = (
    "desktop app connection channel is closed. Make sure Settings > Developer > Integrate with other apps is enabled"
)
MANY = (
    "multiple items can be created at once only within the same vault. one of the specified items had an inconsistent"
)
RECIPIENTS = "recipient list contained recipients that are not permitted by account policy"


class Saying(NamedTuple):
    """An error's name and message, when it was said, what it is news of, and words of our sentence."""

    name: str
    message: str
    asked: Asked
    kind: type[VaultError]
    words: str


# How a session begins and ends
SESSION = [
    Saying("InvalidConfiguration", f"{INPUT}service account token was not specified", SIGNING_IN, TokenRefused, "ops_"),
    Saying(
        "InvalidConfiguration", f"{INPUT}service account token had invalid format", SIGNING_IN, TokenRefused, "ops_"
    ),
    Saying("ServiceAccountTokenParsing", f"{TOKEN}base64 decoding failed", SIGNING_IN, TokenRefused, "whole text"),
    Saying("ServiceAccountTokenParsing", f"{TOKEN}deserialization failed", SIGNING_IN, TokenRefused, "whole text"),
    Saying("Auth", "authentication error: bad service account token, rotate it", SIGNING_IN, TokenRefused, "revoked"),
    Saying("Auth", "authentication error: bad credentials, please retry", SIGNING_IN, TokenRefused, "revoked"),
    Saying("Auth", "authentication error: news", SIGNING_IN, TokenRefused, "It says: “authentication error: news”."),
    Saying("Auth", NO_NETWORK, SIGNING_IN, Unreachable, "check the network"),
    Saying("Auth", NO_NETWORK, READING, Unreachable, "check the network"),
    Saying("Internal", NO_NETWORK, WRITING, Unclear, "look before trying again"),
    Saying("DesktopSessionExpired", "the session is over", DESKTOP, Ended, "has ended"),
    Saying("", "session expired", READING, Ended, "has ended"),
    Saying("Internal", f"{INTERNAL}invalid client id", READING, Ended, "has ended"),
    Saying("", "you are not authenticated", READING, Ended, "has ended"),
]

LIMITS = [
    Saying("RateLimitExceeded", "rate limit exceeded", READING, RateLimited, "within the day"),
    Saying("RateLimitExceeded", "something else", READING, RateLimited, "within the day"),
    Saying("ItemApi", ": rate limit exceeded", WRITING, RateLimited, "within the day"),
    Saying("", "request timeout", READING, Unreachable, "in time"),
    Saying("", "request timeout", WRITING, Unclear, "look before trying again"),
]

CONFLICTS = [
    Saying(
        "ItemApi", "The submitted item is not up to date. Refetch", WRITING, OutOfDate, "The item was changed elsewhere"
    ),
    Saying("", "a conflict occurred on the server. this usually happens due to", WRITING, OutOfDate, "just then"),
    Saying("", "data conflict occurred on the server", WRITING, OutOfDate, "just then"),
]

RIGHTS = [
    Saying("", "you don't have the right permissions to access this resource", READING, NoRight, "token does not have"),
    Saying(
        "", "you do not have the right permissions to perform this action", DESKTOP, NoRight, "account does not have"
    ),
    Saying(
        "ItemApi", "cannot update item X. Editing is not supported for unsupported fields,", WRITING, Fixed, "own app"
    ),
    Saying("ItemApi", "item is not in an active state", READING, Denied, "archived"),
    Saying("ItemApi", "cannot share items with files. Consult your 1Password admin", WRITING, Denied, "it has files"),
    Saying("", RECIPIENTS, READING, WrongRecipient, "rules do not allow"),
    Saying("", "forbidden recipient type", READING, WrongRecipient, "rules do not allow"),
]

NOT_SO = [
    Saying(
        "",
        "couldn't parse item share recipient. recipient had invalid format",
        READING,
        WrongRecipient,
        "e-mail address",
    ),
    Saying("", "you can only retrieve up to 50 items at once", READING, Invalid, "in parts"),
    Saying("", "you can only delete up to 50 items at once", WRITING, Invalid, "in parts"),
    Saying("", "you can't create more than 100 items in one batch", WRITING, Invalid, "in parts"),
    Saying("", MANY, WRITING, Invalid, "vault by vault"),
    Saying("", "only Document items can have their document replaced", WRITING, Invalid, "add a file"),
    Saying("", "field or file with provided field/section ID already exists", WRITING, Invalid, "already"),
    Saying("", "cannot update items through other functions than Items.Put", WRITING, Invalid, "editor"),
    Saying(
        "", "bad input passed by the user: cannot upload or download files larger than 50MB", WRITING, Invalid, "large"
    ),
    Saying("", "bad input passed by the user: cannot upload files without a name", WRITING, Invalid, "give it one"),
    Saying(
        "", "unable to retrieve file content, currently only text files are supported", READING, Invalid, "not text"
    ),
    Saying("", "message size exceeds the limit of 52428800 bytes, please contact", WRITING, Invalid, "so large"),
    Saying(
        "", "data did not match any variant of untagged enum Invocation at line 1", READING, Invalid, "another version"
    ),
    Saying("", "more than one vault matched the secret reference query", READING, Invalid, "the vault's id"),
]

NOT_THERE = [
    Saying("", "resource not found", READING, NotFound, "it is gone, or the account’s token may not see it"),
    Saying("", "item couldn't be found", DESKTOP, NotFound, "your account may not see it"),
    Saying("", "vault couldn't be found", READING, NotFound, "does not find the item"),
    Saying("", "file couldn't be found", READING, NotFound, "does not find the item"),
    Saying("", "environment couldn't be found", READING, NotFound, "Environment: check its id"),
    Saying("", "Environment was not found", READING, NotFound, "Environment: check its id"),
    Saying("", "provided ID does not correspond to an Environment", READING, NotFound, "Environment: check its id"),
    Saying("", "account couldn't be found", OPENING_APP, NotFound, "check its name"),
    Saying("", "the provided ID is not in a valid format", READING, NotFound, "none of its ids"),
    Saying("ErrorGettingGroup", "error getting group: group not found for id abc", READING, NotFound, "does not find"),
    Saying("", "no item matched the secret reference query", READING, NotFound, "no such item"),
    Saying("", "the specified field cannot be found within the item", READING, NotFound, "no such field"),
]

APP = [
    Saying("", "UniFFI API checksum mismatch: try cleaning and rebuilding", SIGNING_IN, Invalid, "force-reinstall"),
    Saying("", "UniFFI contract version mismatch: try cleaning and", SIGNING_IN, Invalid, "force-reinstall"),
    Saying("", f"{CLOSED}, or contact 1Password support", OPENING_APP, Unreachable, "Integrate with other apps"),
    Saying(
        "", "connection was unexpectedly dropped by the desktop app. Make", OPENING_APP, Unreachable, "that it runs"
    ),
    Saying("", "an internal error occurred. Please mention the return code: -9", OPENING_APP, Unreachable, "code: -9"),
    Saying("Auth", "prompt dismissed", OPENING_APP, NotApproved, "does not let us in. It says: “prompt dismissed”."),
]

SAYINGS = [*SESSION, *LIMITS, *CONFLICTS, *RIGHTS, *NOT_SO, *NOT_THERE, *APP]
