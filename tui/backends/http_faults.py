"""What went wrong on the way to a service and back, as sentences that help. Nothing of another error's own words."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass

from tui.backends.http_address import Address
from tui.backends.http_answer import MAYBE
from tui.model.errors import Invalid, Unclear, Unreachable, VaultError

_EXPIRED, _NOT_YET = 10, 9  # X509_V_ERR_… of openssl/x509_vfy.h
_OTHER_NAME = (62, 64)
_ENDED = ("Server disconnected", "peer closed")
_NO_WAY = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL, errno.ENETDOWN)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no answer: a sentence, and a few words for the list of requests.

    `again`: another try may go better. `unusable`: there was an answer, which cannot be used.
    """

    sentence: str
    words: str
    again: bool = True
    unusable: bool = False

    def error(self, *, maybe_done: bool) -> VaultError:
        """Return it as news. `maybe_done`: something was to be changed, and the request had been sent."""
        if maybe_done:
            return Unclear(f"{self.sentence} {MAYBE}")
        return Invalid(self.sentence) if self.unusable else Unreachable(self.sentence)


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults of one service: `service` begins its sentences."""

    service: str
    address: Address

    def unconnected(self, error: BaseException, *, proxied: bool) -> Fault:
        """Return why there is no connection, to a proxy where it was to be through one."""
        found = list(_causes(error))
        for cause in found:
            if isinstance(cause, ssl.SSLCertVerificationError):
                return self._distrusted(cause.verify_code)
        if any(isinstance(cause, ssl.SSLError) for cause in found):
            return self.no_tls()
        return self.proxy() if proxied else self._nowhere(found)

    def _nowhere(self, found: list[BaseException]) -> Fault:
        place = self.address.place
        if any(isinstance(cause, socket.gaierror) for cause in found):
            return Fault(
                f"{self.service} cannot be found, since no machine “{self.address.host}” is known here: check the "
                "account’s address and the network.",
                "no such machine",
            )
        if any(isinstance(cause, ConnectionRefusedError) for cause in found):
            return Fault(
                f"{self.service} is not there: {place} refuses connections. Check that it runs, and the account’s "
                "address.",
                "connection refused",
            )
        if any(isinstance(cause, OSError) and cause.errno in _NO_WAY for cause in found):
            return Fault(f"{self.service} cannot be reached: there is no way to {place}. Check the network.", "no way")
        return Fault(f"{self.service} cannot be reached at {place}: the connection failed.", "connection failed")

    def _distrusted(self, code: int) -> Fault:
        name = self.address.host
        if code in _OTHER_NAME:
            why, words = f"shows a certificate that is not for “{name}”: check the account’s address", "wrong name"
        elif code == _EXPIRED:
            why, words = "shows a certificate that has expired: whoever runs it must renew it", "expired"
        elif code == _NOT_YET:
            why, words = "shows a certificate that is not valid yet: check this machine’s clock", "not valid yet"
        else:
            why = "shows a certificate of nobody we trust: if it has its own authority, give the account its CA file"
            words = "not trusted"
        return Fault(f"{self.service} {why}. The token was not sent.", f"certificate {words}", again=False)

    def no_tls(self) -> Fault:
        """Return that there is no encrypted connection."""
        return Fault(
            f"{self.service} and we cannot agree on an encrypted connection at {self.address.place}: check whether the "
            "address has the port for https.",
            "no TLS",
            again=False,
        )

    def broken_tls(self) -> Fault:
        """Return that an encrypted connection was broken off."""
        return Fault(
            f"The encrypted connection with {self.address.place} broke: the other side wants a certificate of ours, or "
            "something between changes what is sent.",
            "TLS broke",
        )

    def proxy(self) -> Fault:
        """Return that the proxy does not do its part."""
        return Fault(
            f"{self.service} cannot be reached through the proxy, which refuses or fails: check the proxy of the "
            "environment, or do without it for this account.",
            "proxy failed",
        )

    def unanswered(self, seconds: float, *, connected: bool) -> Fault:
        """Return that there was no answer in time, or no connection even."""
        if connected:
            return Fault(f"{self.service} did not answer within {seconds:g} s.", "timed out")
        hint = ", and that the address has the port for https" if self.address.encrypted else ""
        return Fault(
            f"{self.service} did not take the connection within {seconds:g} s: check that it runs at "
            f"{self.address.place}{hint}.",
            "timed out",
        )

    def waited(self, seconds: float) -> Fault:
        """Return that the request was not even begun."""
        return Fault(f"{self.service} still had other requests to answer after {seconds:g} s.", "not begun in time")

    def closed(self) -> Fault:
        """Return that the connection ended too early."""
        return Fault(f"{self.service} closed the connection before its answer was complete.", "closed early")

    def misspoken(self, complaint: str) -> Fault:
        """Return that what came is no whole HTTP. `complaint` is the library's, of which only the beginning counts."""
        if complaint.startswith(_ENDED):
            return self.closed()
        return Fault(
            f"What answers at {self.address.place} is not understood, since it is no correct HTTP: check the account’s "
            "address.",
            "not HTTP",
        )

    def unsendable(self) -> Fault:
        """Return that the request could not be made."""
        return Fault(f"The request to {self.address.place} cannot be sent as it is.", "not sendable", again=False)

    def redirect(self, status: int, host: str) -> Fault:
        """Return that we are sent elsewhere. `host` may be shown; "" where it is not known."""
        where = f"to “{host}”" if host else "elsewhere"
        return Fault(
            f"{self.service} sends us {where} (status {status}), where nothing was sent: if that is right, change the "
            "account’s address.",
            f"redirects {where}",
            again=False,
        )

    def compressed(self) -> Fault:
        """Return that the answer is packed."""
        return Fault(
            f"{self.service} answered with compressed data, which was not asked for and is not unpacked.",
            "compressed",
            again=False,
            unusable=True,
        )

    def too_large(self, limit: int) -> Fault:
        """Return that the answer has more than `limit` bytes."""
        return Fault(
            f"{self.service} answered with more than {limit / 2**20:.3g} MiB, which was not read on.",
            "too large",
            again=False,
            unusable=True,
        )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and all that led to it."""
    waiting, seen = [error], set[int]()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, BaseExceptionGroup):
            waiting += one.exceptions
        waiting += [cause for cause in (one.__cause__, one.__context__) if cause is not None]
