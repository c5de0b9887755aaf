"""What was done to an entry, as the server tells it: by names that differ from service to service."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from tests.servers.passpack.state import Entry, Event, stamp

Json = dict[str, Any]

_NAMES = {"time": "timestamp", "actor": "user", "action": "action", "ip": "ip_address", "agent": "user_agent"}


@dataclass(slots=True)
class AuditSpeech:
    """How a server tells what was done."""

    envelope: str = ""
    """The key of the list: "audit", "entries", "logs", "events", "data" or "items"; "": the bare list."""
    names: dict[str, str] = field(default_factory=dict)
    """Other names of keys: of time, actor, action, ip and agent."""
    times: Literal["text", "seconds", "milliseconds"] = "text"
    whole_actor: bool = False
    """Whether the actor is an object with an id, a name and an e-mail address."""
    more: Json = field(default_factory=dict)
    """Keys that stand in every event, such as nobody knows."""
    newest_first: bool = True
    empty: bool = False
    """Whether it tells of nothing, whatever was done."""

    def rows(self, entry: Entry) -> list[Json]:
        """Return what was done to an entry."""
        if self.empty:
            return []
        rows = [self._row(event) for event in entry.events]
        return rows[::-1] if self.newest_first else rows

    def _row(self, event: Event | Json) -> Json:
        if isinstance(event, dict):
            return event
        told: Json = {
            "time": self._time(event.at),
            "actor": self._actor(event.actor),
            "action": event.action,
            "ip": "127.0.0.1",
            "agent": event.agent,
        }
        return {self.names.get(key, _NAMES[key]): value for key, value in told.items()} | self.more

    def _time(self, at: float) -> object:
        match self.times:
            case "text":
                return stamp(at)
            case "seconds":
                return int(at)
            case "milliseconds":
                return int(at * 1000)

    def _actor(self, name: str) -> object:
        mail = f"{name}@team.example"
        return {"id": 7, "name": name.title(), "email": mail} if self.whole_actor else mail
