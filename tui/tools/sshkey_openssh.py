"""OpenSSH's own format of private keys ("openssh-key-v1", PROTOCOL.key), read and written, with the comment in it.

What is read must be exactly what OpenSSH would write: the public key twice, the padding, nothing left over.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tui.tools import sshkey_armour, sshkey_cipher, sshkey_kinds
from tui.tools.sshkey_errors import PassphraseNeeded, PassphraseWrong, damaged, is_dsa, other_cipher, other_kind
from tui.tools.sshkey_kinds import CURVES, PrivateKey

_MAGIC = b"openssh-key-v1\0"
_LINE = 70


@dataclass(frozen=True, slots=True)
class _Sealing:
    """The sizes of a cipher, in bytes."""

    key: int
    vector: int
    block: int = 16
    tag: int = 0


_SEALINGS = {
    "none": _Sealing(0, 0, block=8),
    **{f"aes{bits}-{mode}": _Sealing(bits // 8, 16) for bits in (128, 192, 256) for mode in ("ctr", "cbc")},
    **{f"aes{bits}-gcm@openssh.com": _Sealing(bits // 8, 12, tag=16) for bits in (128, 256)},
    "chacha20-poly1305@openssh.com": _Sealing(64, 0, block=8, tag=16),
    "3des-cbc": _Sealing(24, 8, block=8),
}


class _Reader:
    """Takes values off the front of some bytes (RFC 4251)."""

    def __init__(self, data: bytes) -> None:
        self.rest = data

    def take(self, size: int) -> bytes:
        if size > len(self.rest):
            raise damaged()
        taken, self.rest = self.rest[:size], self.rest[size:]
        return taken

    def whole(self) -> int:
        return int.from_bytes(self.take(4), "big")

    def string(self) -> bytes:
        return self.take(self.whole())

    def text(self) -> str:
        return self.string().decode("ascii", "replace")

    def number(self) -> int:
        digits = self.string()
        if digits[:1] >= b"\x80":
            raise damaged()
        return int.from_bytes(digits, "big")


def read(data: bytes, passphrase: bytes) -> tuple[PrivateKey, str]:
    """Return the key and its comment. Raises `Invalid`."""
    if not data.startswith(_MAGIC):
        raise damaged()
    outer = _Reader(data[len(_MAGIC) :])
    cipher, derivation, settings = outer.text(), outer.text(), outer.string()
    if outer.whole() != 1:
        raise damaged()
    public, private, tag = outer.string(), outer.string(), outer.rest
    sealing = _SEALINGS.get(cipher)
    if sealing is None or derivation != ("bcrypt" if sealing.key else "none"):
        raise other_cipher()
    if len(tag) != sealing.tag or not private or len(private) % sealing.block:
        raise damaged()
    if sealing.key:
        made = _work(settings, passphrase, sealing.key + sealing.vector)
        private = _decrypted(cipher, made[: sealing.key], made[sealing.key :], private, tag)
    inner = _Reader(private)
    if inner.take(4) != inner.take(4):
        raise PassphraseWrong if sealing.key else damaged()
    key = _key(inner)
    comment = inner.string().decode("utf-8", "replace")
    if (
        len(inner.rest) >= sealing.block
        or inner.rest != bytes(range(1, len(inner.rest) + 1))
        or public != public_blob(key)
    ):
        raise damaged()
    return key, comment


def write(key: PrivateKey, comment: str) -> str:
    """Return the key unencrypted, as ssh-keygen writes it; the two equal numbers in it are no random ones."""
    public = public_blob(key)
    private = _private(key) + _string(comment.encode("utf-8", "replace"))
    private = 2 * hashlib.sha256(private).digest()[:4] + private
    private += bytes(range(1, -len(private) % _SEALINGS["none"].block + 1))
    none = _string(b"none")
    data = _MAGIC + none + none + _string(b"") + (1).to_bytes(4, "big") + _string(public) + _string(private)
    return sshkey_armour.wrap("OPENSSH PRIVATE KEY", data, _LINE)


def public_blob(key: PrivateKey) -> bytes:
    """Return the public key as SSH sends it (RFC 4253, 5656, 8709): what fingerprints are of."""
    public = sshkey_kinds.public_part(key)
    if isinstance(key, Ed25519PrivateKey):
        return _string(b"ssh-ed25519") + _string(public)
    if isinstance(key, RSAPrivateKey):
        numbers = key.public_key().public_numbers()
        return _string(b"ssh-rsa") + _number(numbers.e) + _number(numbers.n)
    curve = sshkey_kinds.curve_of(key).encode("ascii")
    return _string(b"ecdsa-sha2-" + curve) + _string(curve) + _string(public)


def _private(key: PrivateKey) -> bytes:
    """Return the part that holds the secret, from the kind's name to before the comment."""
    if isinstance(key, Ed25519PrivateKey):
        seed = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        return public_blob(key) + _string(seed + sshkey_kinds.public_part(key))
    if isinstance(key, RSAPrivateKey):
        numbers = key.private_numbers()
        public = numbers.public_numbers
        values = (public.n, public.e, numbers.d, numbers.iqmp, numbers.p, numbers.q)
        return _string(b"ssh-rsa") + b"".join(map(_number, values))
    return public_blob(key) + _number(key.private_numbers().private_value)


def _key(inner: _Reader) -> PrivateKey:
    """Read what `_private` writes; that the public key in it fits is seen when it is made anew and compared."""
    kind = inner.text()
    curve = CURVES.get(kind.removeprefix("ecdsa-sha2-"))
    if kind == "ssh-ed25519":
        public, both = inner.string(), inner.string()
        if len(both) != 64 or both[32:] != public:
            raise damaged()
        return sshkey_kinds.ed25519_of(both[:32])
    if kind == "ssh-rsa":
        n, e, d, inverse, p, q = (inner.number() for _ in range(6))
        return sshkey_kinds.rsa_of(n, e, d, p=p, q=q, inverse=inverse)
    if curve is not None:
        name, point, number = inner.text(), inner.string(), inner.number()
        key = sshkey_kinds.ecdsa_of(curve, number)
        if f"ecdsa-sha2-{name}" != kind or point != sshkey_kinds.public_part(key):
            raise damaged()
        return key
    raise is_dsa() if kind == "ssh-dss" else other_kind()


def _work(settings: bytes, passphrase: bytes, size: int) -> bytes:
    """Return `size` bytes that the passphrase gives under a key's settings: a salt, and how often to work."""
    if not passphrase:
        raise PassphraseNeeded
    how = _Reader(settings)
    salt, rounds = how.string(), how.whole()
    if how.rest:
        raise damaged()
    return sshkey_cipher.by_bcrypt(passphrase, salt, rounds, size)


def _decrypted(cipher: str, key: bytes, vector: bytes, data: bytes, tag: bytes) -> bytes:
    """Decrypt the private part. Where the cipher has no tag, a wrong passphrase is not noticed yet."""
    if cipher.startswith("chacha"):
        return sshkey_cipher.chacha(key, data, tag)
    if tag:
        return sshkey_cipher.gcm(key, vector, data, tag)
    if cipher.endswith("ctr"):
        return sshkey_cipher.ctr(key, vector, data)
    return sshkey_cipher.cbc(TripleDES if cipher.startswith("3des") else AES, key, vector, data)


def _string(value: bytes) -> bytes:
    return len(value).to_bytes(4, "big") + value


def _number(value: int) -> bytes:
    """Write an mpint, which has a zero in front where its first bit would make it negative."""
    return _string(value.to_bytes(value.bit_length() // 8 + 1, "big") if value else b"")
