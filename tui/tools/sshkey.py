"""SSH keys: private ones read as people paste them, new ones made, and what ssh-keygen says of each. Never a wrong key.

What is secret of a key is in `Secret`s alone. What cannot be read raises `Invalid` with a sentence; where a passphrase
is missing or wrong that is `PassphraseNeeded` or `PassphraseWrong`. `cryptography` is loaded with the first key.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tui.model.errors import Invalid
from tui.model.secret import Secret
from tui.tools import sshkey_armour
from tui.tools.sshkey_errors import PassphraseNeeded, PassphraseWrong

if TYPE_CHECKING:
    from tui.tools.sshkey_kinds import PrivateKey

__all__ = ["NEW_KINDS", "Kind", "PassphraseNeeded", "PassphraseWrong", "SshKey", "generate", "read"]

NEW_KINDS = {"ed25519": 256, "rsa-2048": 2048, "rsa-3072": 3072, "rsa-4096": 4096}
"""What `generate` makes, with the bits."""

_UNSAFE_IN_LINE = re.compile(r"[^\S ]|[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Kind(StrEnum):
    """The algorithm of a key, as `ssh-keygen -t` takes it."""

    ED25519 = "ed25519"
    RSA = "rsa"
    ECDSA = "ecdsa"


@dataclass(frozen=True, slots=True)
class SshKey:
    """A private key that was checked, and what is known of it.

    `fingerprint` (SHA256:…) and `md5` (MD5:…) are as `ssh-keygen -l` prints them, `public` is the line for
    authorized_keys with the comment at its end. `openssh` and `pkcs8` are the unencrypted private key as PEM text.
    """

    kind: Kind
    bits: int
    fingerprint: str
    md5: str
    public: str
    comment: str
    openssh: Secret
    pkcs8: Secret


def read(text: str | bytes | Secret, passphrase: str | Secret | None = None) -> SshKey:
    """Read a private key in OpenSSH's format, PKCS#8, PKCS#1 or SEC1. A passphrase that is not needed does not matter.

    It takes what the key asks for: up to 3 s to check a long RSA key, up to 15 s where a passphrase is hard to try;
    so it is no call for an event loop. Raises `Invalid`.
    """
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    block = sshkey_armour.find(_revealed(text))
    word = _revealed(passphrase or "").encode("utf-8", "surrogateescape")
    if block.label == "OPENSSH PRIVATE KEY":
        from tui.tools import sshkey_openssh

        key, comment = sshkey_openssh.read(block.data, word)
        return _described(key, comment)
    from tui.tools import sshkey_pkcs8

    return _described(sshkey_pkcs8.read(block, word), "")


def generate(kind: str = "ed25519", comment: str = "") -> SshKey:
    """Make a new key of one of `NEW_KINDS`, at random. RSA takes up to some seconds. Raises `Invalid`."""
    if kind not in NEW_KINDS:
        raise Invalid(f"New SSH keys are of one of these kinds: {', '.join(NEW_KINDS)}.")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

    if kind == "ed25519":
        return _described(Ed25519PrivateKey.generate(), comment)
    return _described(generate_private_key(65537, NEW_KINDS[kind]), comment)


def _described(key: PrivateKey, comment: str) -> SshKey:
    """Return what there is to say of a key. Its comment is cut to one line: another one would be another key's."""
    from tui.tools import sshkey_kinds, sshkey_openssh

    comment = _UNSAFE_IN_LINE.sub(" ", comment).strip()
    blob = sshkey_openssh.public_blob(key)
    name = blob[4 : 4 + int.from_bytes(blob[:4], "big")].decode("ascii")
    sha256 = base64.b64encode(hashlib.sha256(blob).digest()).decode("ascii").rstrip("=")
    return SshKey(
        kind=Kind.ECDSA if name.startswith("ecdsa") else Kind(name.removeprefix("ssh-")),
        bits=sshkey_kinds.bits(key),
        fingerprint=f"SHA256:{sha256}",
        md5=f"MD5:{hashlib.md5(blob, usedforsecurity=False).digest().hex(':')}",
        public=f"{name} {base64.b64encode(blob).decode('ascii')} {comment}".rstrip(),
        comment=comment,
        openssh=Secret(sshkey_openssh.write(key, comment)),
        pkcs8=Secret(sshkey_kinds.pkcs8(key)),
    )


def _revealed(text: str | Secret) -> str:
    return text.reveal() if isinstance(text, Secret) else text
