"""1Password's SDK: the ways into it. Nothing of it is loaded before an account is asked something."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from tui import __version__
from tui.backends.onepassword import presence
from tui.model.errors import Invalid
from tui.model.secret import Secret

INTEGRATION = "Strongroom"
"""What 1Password's prompts and reports call us."""


class Link(Protocol):
    """A way into 1Password's core. Raises what the SDK raises; `faults.news` knows it."""

    async def begin(self, config: Mapping[str, object]) -> int:
        """Sign in, and return the client's number."""

    async def ask(self, request: str) -> str:
        """Put a request, as JSON, and return the answer as it came."""

    async def aclose(self, client: int | None) -> None:
        """Let go of a client, if there is one, and of everything else."""

    def when_prompted(self, tell: Callable[[], None]) -> None:
        """See `Prompting.when_prompted`."""

    def prompting(self) -> str:
        """See `Prompting.prompting`."""

    def give_up(self) -> None:
        """See `Prompting.give_up`."""


def native_link() -> Link:
    """Return the way for service accounts. Raises `Invalid` where there is no SDK, and what loading it raises."""
    presence.check()
    from tui.backends.onepassword.native import NativeLink

    link: Link = NativeLink()
    return link


def configuration(token: Secret | None) -> dict[str, object]:
    """Return what a client is begun with: who we are, and the token's own text, if there is one."""
    from onepassword.defaults import DesktopAuth, new_default_config

    auth = DesktopAuth("") if token is None else token.reveal().strip()
    return dict(new_default_config(auth, INTEGRATION, __version__))


def desktop_link(login: str) -> Link:
    """Return the way through the desktop app, where `login` is the account's name. Raises as `native_link`."""
    presence.check()
    if not login.strip():
        raise Invalid("Say which account of the 1Password app this is: its name as the app shows it, or its address.")
    from tui.backends.onepassword.desktop import DesktopLink

    link: Link = DesktopLink(login)
    return link
