"""Pictures are the same on every machine and at every time: clock, zone, user and dice are fixed."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.screens.accessing import team_kind
from tests.screens.membership import ANN, BO, WENDY, TeamPlace, TeamService
from tests.screens.remote import known
from tests.screens.service import DEPLOY, login
from tests.screens.sharer import Sharer, Sharing
from tests.screens.team import PRODUCTION, Team, TeamBackend, variable
from tui.backends import registry
from tui.backends.registry import Kind
from tui.model.errors import Denied
from tui.model.member import Member, MemberId
from tui.model.secret import Secret
from tui.services import clipboard, following, holding
from tui.tools import generator
from tui.widgets.item_detail import ItemDetail

NOW = 1_793_534_407.0
"""2026-11-01 12:00:07 UTC: seven seconds into the period of a one-time code."""


@pytest.fixture(autouse=True)
def still(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stop everything that moves."""
    monkeypatch.setenv("STRONGROOM_HOME", str(tmp_path / "strongroom"))
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("LOGNAME", "mara")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "STY", "SSH_TTY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    time.tzset()
    monkeypatch.setattr(time, "time", lambda: NOW)
    defaults = ItemDetail.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "clock", lambda: NOW)
    dice = random.Random(1)  # noqa: S311 - pictures show the same password every time
    loaded = SimpleNamespace(randbelow=dice.randrange, choice=dice.choice, SystemRandom=lambda: dice)
    monkeypatch.setattr(generator, "secrets", loaded)
    for module in (clipboard, holding):
        monkeypatch.setattr(module, "steady", lambda: NOW)
    monkeypatch.setattr(following, "backoff", lambda failures: 3600.0)
    with known() as (_, kinds):
        connect = replace(kinds["test"], name="1Password Connect")
        shared = {DEPLOY: login("Harbour portal")}
        sharing = Kind("sharing", "1Password", lambda config, token, _: Sharer(Sharing(shared)))
        _, teams = team_kind("teams", "1Password")
        team = Kind("team", "1Password", lambda config, token, _: TeamBackend(_team(), config, token))
        members = Kind("members", "Passpack", lambda config, token, _: TeamPlace(_members()))
        found = {"test": connect, "sharing": sharing, "teams": teams, "team": team, "members": members}
        monkeypatch.setattr(registry, "KINDS", found)
        yield
    monkeypatch.undo()
    time.tzset()


def _members() -> TeamService:
    """Return a team, one of whose members cannot be given what another has."""
    team = [
        *(ANN, BO, WENDY),
        Member(MemberId("44", number=True), "Jon Halvorsen", "jon@halden.example", "read/write"),
        Member(MemberId("52", number=True), "Mira Castellane", "mira@larkmail.example", "read only"),
        Member(MemberId("58", number=True), "", "night-shift@halden.example", "read only"),
    ]
    refused = Denied("The service refuses this member: the account’s token does not have the right.")
    items = {DEPLOY: login("Harbour portal")}
    return TeamService(items=items, team=team, shares={DEPLOY: [BO.id]}, trouble={WENDY.id: refused})


def _team() -> Team:
    """Return a 1Password with an Environment, and something to refer to."""
    team = Team()
    team.environments[PRODUCTION] = [
        variable("DATABASE_URL", "postgres://harbour:s3cret-tide@db.halden.example/portal"),
        variable("LOG_LEVEL", "info", masked=False),
        variable("MAIL_FROM", "portal@halden.example", masked=False),
        variable("MAIL_PASSWORD", "s3cret-mail"),
        variable("SENTRY_DSN", ""),
        variable("SESSION_KEY", "s3cret-session"),
        variable("TLS_KEY", "-----BEGIN PRIVATE KEY-----\ns3cret-key\n-----END PRIVATE KEY-----\n"),
    ]
    team.values["op://Infra/Harbour portal/password"] = Secret("s3cret-portal")
    team.values["op://Infra/Deploy key/private key?ssh-format=openssh"] = Secret("s3cret-key")
    return team
