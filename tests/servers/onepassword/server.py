"""1Password for tests: what it holds and how it fails is set from the test's thread.

    with OnePassword() as op:
        vault = op.add_vault("Team")
        item = op.add_item(vault, {"title": "Mail", "fields": [{"id": "password", "fieldType": "Concealed", …}]})

It stands behind the four functions of the SDK's native module: everything above them is the real SDK. At the end of the
block every request must have been one that the real core reads.
"""

from __future__ import annotations

import base64
import json
import threading
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

from tests.servers.onepassword import native
from tests.servers.onepassword.account import Account
from tests.servers.onepassword.core import Core
from tests.servers.onepassword.faults import Failure, Faults, Twist
from tests.servers.onepassword.oracle import Oracle
from tests.servers.onepassword.refused import Refused
from tests.servers.onepassword.service import Service
from tests.servers.onepassword.stage import Stage
from tests.servers.onepassword.words import Json


class OnePassword(Stage):
    """An account of 1Password, and a service account's `token` for it. The same `seed` gives the same ids."""

    def __init__(self, seed: int = 1) -> None:
        super().__init__(Account(seed))
        self.oracle = Oracle()
        self.service = Service(self.account)
        self.core = Core(self.service, self.oracle)
        self.core.token = _token(self.account.new_id())
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._stack.enter_context(native.replaced(self.core.functions()))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()
        if error is None:
            self.oracle.check()

    @property
    def token(self) -> str:
        """The token of a service account that sees all vaults but personal ones. Set it, and the old one is refused."""
        return self.core.token

    @token.setter
    def token(self, token: str) -> None:
        self.core.token = token

    @property
    def requests(self) -> list[str]:
        """The wire names of all calls, in their order; signing in is none."""
        return list(self.service.requests)

    @property
    def sent(self) -> list[tuple[str, Json]]:
        """All calls with their parameters."""
        return list(self.service.sent)

    @property
    def reads(self) -> int:
        """How many calls came that read, whatever became of them."""
        return self.service.reads

    @property
    def writes(self) -> int:
        """How many calls came that write, whatever became of them."""
        return self.service.writes

    @property
    def sign_ins(self) -> int:
        """How often a client was begun with the token."""
        return self.core.sign_ins

    @property
    def clients(self) -> int:
        """How many clients were not released."""
        return len(self.service.clients)

    def fail(self, name: str, error_name: str, message: str, times: int | None = None) -> None:
        """Let calls of a wire name fail before anything is done: so many, or all until `heal`.

        "init_client" is for signing in. Without an error's name the message is the whole text.
        """
        refused = Refused(error_name, message)
        with self.account.lock:
            if name == "init_client":
                self.core.refuse_sign_in = refused
            else:
                self.service.faults.failures[name] = Failure(refused, times)

    def heal(self) -> None:
        """Let everything work again: no failures, delays, limits nor hostile answers. Gates are opened."""
        with self.account.lock:
            for gate in self.service.faults.gates.values():
                gate.set()
            self.core.refuse_sign_in = None
            self.service.faults = Faults()

    def lose(self, name: str, times: int = 1) -> None:
        """Let calls be done, and their answers get lost on the way."""
        with self.account.lock:
            self.service.faults.losses[name] = times

    def delay(self, name: str, seconds: float) -> None:
        """Let calls take so long; "init_client" is for signing in."""
        with self.account.lock:
            self.service.faults.seconds[name] = seconds

    def hold(self, name: str) -> threading.Event:
        """Let calls wait until the event that is returned is set."""
        with self.account.lock:
            gate = self.service.faults.gates[name] = threading.Event()
            return gate

    def limit(self, reads: int | None = None, writes: int | None = None) -> None:
        """Refuse calls after so many from now on, as the service's limits do. None: no limit."""
        with self.account.lock:
            self.service.faults.reads_left, self.service.faults.writes_left = reads, writes

    def twist(self, name: str, twist: Twist) -> None:
        """Let answers be changed before they are sent; hostile.py has some changes."""
        with self.account.lock:
            self.service.faults.twists[name] = twist

    def forget_clients(self) -> None:
        """Let every client be unknown from now on."""
        with self.account.lock:
            self.service.clients.clear()


def _token(secret: str) -> str:
    """Return a token as service accounts have one; nothing in it opens anything."""
    parts: dict[str, Any] = {
        "signInAddress": "my.1password.invalid",
        "userAuth": {"method": "SRPg-4096", "alg": "PBES2g-HS256", "iterations": 650_000, "salt": "c2FsdA"},
        "email": "robot@1passwordserviceaccounts.invalid",
        "srpX": "00" * 32,
        "muk": {"alg": "A256GCM", "ext": True, "k": "c2VjcmV0", "key_ops": ["encrypt"], "kty": "oct", "kid": "mp"},
        "secretKey": f"A3-s3cret-{secret.upper()}",
        "deviceUuid": secret,
    }
    return "ops_" + base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")
