"""Which way leads to the clipboard of whoever sits at the keyboard.

Over SSH that is never this machine's own. Where nobody can say whether it is over SSH, it is taken to be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tui.host import tmux
from tui.host.display import display_text


class Route(StrEnum):
    """Where a copied text goes."""

    NATIVE = "native"
    WAYLAND = "wayland"
    TMUX = "tmux"
    SCREEN = "screen"
    OSC52 = "osc52"
    NONE = "none"

    @property
    def reads_back(self) -> bool:
        """Whether it can be seen there what the clipboard holds."""
        return self in (Route.NATIVE, Route.WAYLAND)

    @property
    def is_sequence(self) -> bool:
        """Whether it is a control sequence, written to the terminal."""
        return self in (Route.SCREEN, Route.OSC52)


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody sits: the environment as it is now, and whether the keyboard is at another machine."""

    env: Mapping[str, str]
    platform: str
    remote: bool
    attached: tmux.Attached | None = None


async def look(env: Mapping[str, str], platform: str) -> Seat:
    """Return where whoever uses us sits now; `platform` is as in `sys.platform`."""
    if not env.get("TMUX"):
        return seat(env, platform)
    return seat(env, platform, await tmux.ask(env, platform))


def seat(env: Mapping[str, str], platform: str, attached: tmux.Attached | None = None) -> Seat:
    """Return where somebody sits, by our environment and by what tmux has said.

    A screen session, and a tmux that does not answer, may be attached from anywhere.
    """
    ours = any(env.get(name) for name in ("SSH_TTY", "SSH_CONNECTION", "SSH_CLIENT"))
    if attached is None:
        return Seat(env, platform, remote=ours or bool(env.get("TMUX") or env.get("STY")))
    now = {name: value for name, value in env.items() if name not in attached.environment}
    now |= {name: value for name, value in attached.environment.items() if value is not None}
    if "SSH_CONNECTION" in attached.environment:
        ours = bool(now.get("SSH_CONNECTION"))
    return Seat(now, platform, remote=ours, attached=attached)


def choose(seat: Seat, setting: str = "auto") -> tuple[Route, ...]:
    """Return the ways to try, one after the other, until one works; `setting` is a Route's value or "auto".

    The platform's own clipboard may turn out to be none; then the terminal's is left.
    """
    if setting == "auto":
        return (*(() if seat.remote else _desktop(seat)), terminal(seat))
    if setting == Route.NATIVE:
        return (*(_desktop(seat) or (Route.NATIVE,)), terminal(seat))
    wanted = Route(setting)
    return (wanted, terminal(seat)) if wanted.reads_back else (wanted,)


def terminal(seat: Seat) -> Route:
    """Return the way to the clipboard of the terminal. A tmux around us reaches it past any screen within it."""
    if seat.attached is not None:
        return Route.TMUX
    return Route.SCREEN if seat.env.get("STY") and not seat.env.get("TMUX") else Route.OSC52


def caveat(seat: Seat, route: Route) -> str:
    """Return what stands between us and the terminal's clipboard, or an empty text."""
    if route is Route.OSC52 and seat.env.get("TMUX"):
        return "tmux: only with `set-clipboard on`, which keeps a copy"
    if route is Route.OSC52 and seat.env.get("STY"):
        return "GNU screen does not pass it on"
    outer = seat.attached.terminal if route is Route.TMUX and seat.attached else seat.env.get("TERM", "")
    if route in (Route.TMUX, Route.OSC52) and outer.startswith(("tmux", "screen")):
        return "a tmux around it needs `set-clipboard on`, GNU screen drops it"
    return ""


def refusal(seat: Seat, route: Route) -> str:
    """Return why this way leads nowhere, and what to do, as a clause; an empty text where it may."""
    if route is not Route.TMUX:
        return ""
    if seat.attached is None:
        return "this is not inside a tmux that answers"
    if not seat.attached.terminal:
        return "no terminal is attached to tmux"
    if not seat.attached.takes_clipboard:
        name = display_text(seat.attached.terminal)
        return (
            f"tmux knows no clipboard of a terminal {name}; if it has one: set -as terminal-features ,{name}:clipboard"
        )
    return ""


def is_wsl(env: Mapping[str, str]) -> bool:
    """Whether this is Linux inside Windows, whose clipboard is reached through Windows programs."""
    return bool(env.get("WSL_DISTRO_NAME") or env.get("WSL_INTEROP"))


def _desktop(seat: Seat) -> tuple[Route, ...]:
    if seat.platform == "darwin" or is_wsl(seat.env):
        return (Route.NATIVE,)
    wayland = (Route.WAYLAND,) if seat.env.get("WAYLAND_DISPLAY") else ()
    return (*wayland, *((Route.NATIVE,) if seat.env.get("DISPLAY") else ()))
