"""What the server tells of itself to whoever asks: the heartbeat, its parts, its counters."""

from __future__ import annotations

from tests.servers.exchange import Reply, json_reply

TEXT = {"Content-Type": "text/plain; charset=utf-8"}


class Health:
    """The state of the server's parts: each a word of its own, which is open, and a message or ""."""

    def __init__(self) -> None:
        self.name = "1Password Connect API"
        self.version = "1.8.1"
        self.dependencies: dict[str, tuple[str, str]] = {
            "sqlite": ("ACTIVE", "Connected to /home/opuser/.op/data/1password.sqlite"),
            "account_data": ("ACTIVE", ""),
            "sync": ("ACTIVE", ""),
            "1Password": ("ACTIVE", ""),
        }

    def say(self, service: str, status: str, message: str = "") -> None:
        """Set the state of a part, such as NOT_SYNCED, TOKEN_NEEDED or UNINITIALIZED."""
        self.dependencies[service] = (status, message)

    def uninitialised(self) -> None:
        """Set all parts as the real server had them before anybody showed it a token."""
        unsynced = "Account data is not available because synchronization has not yet started"
        self.say("account_data", "NOT_SYNCED", unsynced)
        self.say("1Password", "UNINITIALIZED", "Make a request with a valid bearer token to initialize")

    def reply(self) -> Reply:
        """Answer to /health: 200, however bad it is."""
        parts = [
            {"service": service, "status": status} | ({"message": message} if message else {})
            for service, (status, message) in self.dependencies.items()
        ]
        return json_reply({"name": self.name, "version": self.version, "dependencies": parts})


def heartbeat() -> Reply:
    """Answer to /heartbeat."""
    return Reply(200, TEXT, b".")


def metrics(requests: int) -> Reply:
    """Answer to /metrics, in the words of Prometheus."""
    lines = (
        "# HELP connect_http_requests_total Requests answered.",
        "# TYPE connect_http_requests_total counter",
        f"connect_http_requests_total {requests}",
    )
    return Reply(200, TEXT, "\n".join([*lines, ""]).encode())
