"""The sentences that 1Password's SDK is known to say (0.4.2), and what each is news of.

Its errors have hardly a name that tells them apart: a few words of each message must do.
"""

from __future__ import annotations

from typing import NamedTuple

from tui.backends.onepassword.reference_reasons import REASONS
from tui.model.errors import Denied, Invalid, NotFound, RateLimited, TokenRefused, Unreachable, VaultError

INSTALL = "In its settings, switch on Developer › “Integrate with other apps”"
"""What the desktop app needs."""


class Ended(Unreachable):
    """The session has ended; a new one may do what was asked. Nothing was done."""


class OutOfDate(VaultError):
    """Something else changed the thing meanwhile; nothing was done. Who writes makes a `Conflict` of it."""


class NoRight(Denied):
    """The token, or the person, does not have the right to do that there."""


class Fixed(Denied):
    """The item itself can only be read here, whatever anybody's rights are."""


class WrongRecipient(Denied):
    """Somebody for whom a link was to be cannot be named; nothing was done."""


class News(NamedTuple):
    """What a message is news of: any of `words` is in it, or is the error's name.

    In `sentence`, {what} names what was asked for, {who} whose right it is, and {said} quotes the message.
    """

    words: tuple[str, ...]
    kind: type[VaultError]
    sentence: str


_CHECK = "check that it is the whole text that 1Password showed (ops_…), or make a new one"

KNOWN = (
    *(News((one.words,), one.kind, one.sentence) for one in REASONS.values() if one.words),
    News(
        ("RateLimitExceeded", "rate limit exceeded"),
        RateLimited,
        "1Password has had too many requests of this account, and did not look at that for {what}. Hourly limits are "
        "counted anew within the hour, daily ones within the day.",
    ),
    News(
        ("DesktopSessionExpired", "session expired", "invalid client id", "you are not authenticated"),
        Ended,
        "The session with 1Password has ended: ask for {what} again.",
    ),
    News(
        ("service account token was not specified",),
        TokenRefused,
        "There is no token: give the account one that begins with ops_.",
    ),
    News(
        ("ServiceAccountTokenParsing", "service account token had invalid format", "secret key was the wrong length"),
        TokenRefused,
        f"The account’s token is none that 1Password made: {_CHECK}.",
    ),
    News(
        ("bad service account token", "bad credentials"),
        TokenRefused,
        "1Password does not take the account’s token: it was replaced or revoked, or has expired. Make a new one at "
        "1Password.",
    ),
    News(
        ("reqwest library", "error sending request"),
        Unreachable,
        "1Password cannot be reached: check the network, and the proxy (HTTPS_PROXY) if there is one.",
    ),
    News(("request timeout",), Unreachable, "1Password did not answer the request for {what} in time: try again."),
    News(
        ("the submitted item is not up to date", "incorrect item version"),
        OutOfDate,
        "{What} was changed elsewhere meanwhile: read it again.",
    ),
    News(
        ("conflict occurred on the server",),
        OutOfDate,
        "1Password did not do it, since something else was changing {what} just then: try again.",
    ),
    News(
        ("right permissions", "status permission error"),
        NoRight,
        "1Password refuses {what}: {who} does not have the right.",
    ),
    News(
        ("editing is not supported for unsupported fields",),
        Fixed,
        "1Password does not let {what} be changed from here, since it has a field that its SDK does not know: use "
        "1Password’s own app.",
    ),
    News(
        ("item is not in an active state",),
        Denied,
        "1Password does not give {what}, since it is archived: bring it back with 1Password’s own app.",
    ),
    News(
        ("larger than 50mb", "message size exceeds"),
        Invalid,
        "1Password takes no file that is so large: put {what} into it with its own app.",
    ),
    News(("cannot upload files without a name",), Invalid, "1Password takes no file without a name: give it one."),
    News(
        ("cannot share items with files",),
        Denied,
        "1Password does not share {what}, since it has files: who administers the account can allow that.",
    ),
    News(
        ("retrieve up to 50 items", "delete up to 50 items", "you can't create more than"),
        Invalid,
        "1Password does not take so many items at a time: do it in parts.",
    ),
    News(
        ("only within the same vault",),
        Invalid,
        "1Password takes new items of one vault at a time: do it vault by vault.",
    ),
    News(
        ("only document items",),
        Invalid,
        "Only a document has a file that can be replaced: add a file to {what} instead.",
    ),
    News(
        ("section id already exists",),
        Invalid,
        "{What} has a field or file with that id already: read it again, and try again.",
    ),
    News(
        ("other functions than items.put",),
        Invalid,
        "1Password does not let {what} be changed in that way: change it in the editor.",
    ),
    News(
        ("only text files are supported",),
        Invalid,
        "The reference leads to a file that is not text: save the file instead.",
    ),
    News(
        ("recipients that are not permitted", "forbidden recipient", "unknown recipient type"),
        WrongRecipient,
        "The account’s rules do not allow a link for this recipient.",
    ),
    News(
        ("recipient had invalid format",),
        WrongRecipient,
        "1Password takes this for neither an e-mail address nor a domain.",
    ),
    News(
        ("environment couldn't be found", "environment was not found", "does not correspond to an environment"),
        NotFound,
        "1Password does not find the Environment: check its id, and that {who} may read it.",
    ),
    News(
        ("account couldn't be found",),
        NotFound,
        "1Password does not find the account: check its name, as the app shows it at the top of its sidebar.",
    ),
    News(("not in a valid format",), NotFound, "1Password does not find {what}: that is none of its ids."),
    News(
        (
            "resource not found",
            "couldn't be found",
            "not found",
            "does not correspond to a vault",
            "no file field found",
            "no section found",
            "no item matched",
            "no vault matched",
            "no section matched",
            "cannot be found",
        ),
        NotFound,
        "1Password does not find {what}: it is gone, or {who} may not see it.",
    ),
    News(
        ("more than one",),
        Invalid,
        "More than one thing has that name in 1Password: use ids in the place of names.",
    ),
    News(
        ("did not match any variant",),
        Invalid,
        "1Password’s library does not understand the request for {what}: another version of it may "
        "(pip install 'strongroom[onepassword]').",
    ),
    News(
        ("uniffi api checksum", "uniffi contract version"),
        Invalid,
        "1Password’s own library does not fit together: pip install --force-reinstall onepassword-sdk.",
    ),
    News(
        ("connection channel is closed",),
        Unreachable,
        f"The 1Password app does not take connections. {INSTALL}, then try again.",
    ),
    News(
        ("unexpectedly dropped",),
        Unreachable,
        f"The 1Password app broke off the connection: check that it runs. {INSTALL}, then try again.",
    ),
    News(
        ("mention the return code",),
        Unreachable,
        "The 1Password app failed: restart it, then try again. It says: “{said}”.",
    ),
)
