"""The text around a private key (PEM), as people paste it: on one line, with spaces, escaped, with other things around.

Whatever is between the lines BEGIN and END is taken whole or not at all.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field

from tui.model.errors import Invalid
from tui.tools.sshkey_errors import damaged, is_dsa, other_cipher, other_kind

_LONGEST_TEXT = 64_000
_BEGIN = re.compile(r"-----BEGIN ([A-Z0-9 ]{1,60})-----")
_BETWEEN = re.compile("\\\\+[nrt]?|[\xad\u200b-\u200d\u2060\ufeff]")
"""What a line end becomes on some ways (escaped, continued), and what cannot be seen: no key has any of it."""
_LOCKED = re.compile(r"\s*Proc-Type:\s*4,\s*ENCRYPTED\s*DEK-Info:\s*([A-Z0-9\-]{1,30}),\s*")
_PUBLIC = re.compile(r"\s*(?:ssh-|ecdsa-sha2-|sk-ssh-|sk-ecdsa-)[a-z0-9@.\-]+\s+AAAA")

_KEYS = {"OPENSSH PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY"}

IV_BYTES = {"AES-128-CBC": 16, "AES-192-CBC": 16, "AES-256-CBC": 16, "DES-EDE3-CBC": 8}
"""The ciphers of old PEM files (RFC 1421 header "DEK-Info") that are read, with the size of their vectors in bytes."""


@dataclass(frozen=True, slots=True)
class Block:
    """What one pair of lines BEGIN and END holds. `cipher` and `iv` are what its header says of its encryption."""

    label: str
    data: bytes = field(repr=False)
    cipher: str = ""
    iv: bytes = b""


def find(text: str) -> Block:
    """Return the only private key in a text. Raises `Invalid`."""
    if len(text) > _LONGEST_TEXT:
        raise Invalid("This is too long for an SSH key.")
    text = _BETWEEN.sub(" ", text)
    blocks = list(_blocks(text))
    keys = [block for block in blocks if block[0].endswith("PRIVATE KEY")]
    if len(keys) > 1:
        raise Invalid("There are several private keys in this text; take one of them.")
    if not keys:
        raise _other(text, [label for label, _ in blocks])
    label, body = keys[0]
    if label == "DSA PRIVATE KEY":
        raise is_dsa()
    if label not in _KEYS:
        raise other_kind()
    return _opened(label, body)


def wrap(label: str, data: bytes, width: int) -> str:
    """Return PEM text with lines of `width` characters, as the programs write it that read it."""
    letters = base64.b64encode(data).decode("ascii")
    lines = [letters[at : at + width] for at in range(0, len(letters), width)]
    return "\n".join((f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""))


def _blocks(text: str) -> list[tuple[str, str]]:
    """Return label and body of every block. One that is not closed ends the search: the rest belongs to it."""
    found = []
    begin = _BEGIN.search(text)
    while begin:
        close = f"-----END {begin[1]}-----"
        end = text.find(close, begin.end())
        body = text[begin.end() : end]
        if end < 0 or "-----" in body:
            raise Invalid(f"The key is not whole: its last line, {close}, is missing.")
        found.append((begin[1], body))
        begin = _BEGIN.search(text, end + len(close))
    return found


def _opened(label: str, body: str) -> Block:
    """Read header and Base64."""
    header = _LOCKED.match(body)
    if not header:
        return Block(label, _decoded(body))
    size = IV_BYTES.get(header[1])
    if size is None:
        raise other_cipher()
    # On one line nothing need be between the vector and the key; its length tells where it ends.
    digits = body[header.end() : header.end() + 2 * size]
    if not re.fullmatch(rf"[0-9A-Fa-f]{{{2 * size}}}", digits):
        raise damaged()
    return Block(label, _decoded(body[header.end() + 2 * size :]), header[1], bytes.fromhex(digits))


def _decoded(body: str) -> bytes:
    try:
        return base64.b64decode("".join(body.split()).encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise damaged() from None


def _other(text: str, labels: list[str]) -> Invalid:
    """Return what to say about a text that holds no private key."""
    if "PuTTY-User-Key-File-" in text:
        return Invalid("This is a key in PuTTY's own format; PuTTYgen exports it as an OpenSSH key.")
    if "---- BEGIN SSH2 " in text and "PRIVATE KEY" in text:
        return Invalid("This is a key in the format of SSH.com; `ssh-keygen -i` makes an OpenSSH key of it.")
    if any(label.endswith("PUBLIC KEY") for label in labels) or _PUBLIC.match(text) or "BEGIN SSH2 PUBLIC" in text:
        return Invalid("This is a public key; what is needed is the private one.")
    if "CERTIFICATE" in labels:
        return Invalid("This is a certificate; what is needed is the private key.")
    return Invalid("This is no SSH private key: one begins with a line like -----BEGIN OPENSSH PRIVATE KEY-----.")
