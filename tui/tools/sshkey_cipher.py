"""The ciphers that private keys are encrypted with, and the work that makes a cipher's key of a passphrase.

How much work that is says the key, so it is bounded here: a key from elsewhere must not stop the program.
"""

from __future__ import annotations

import hashlib

import bcrypt
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES, ChaCha20
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.poly1305 import Poly1305

from tui.tools.sshkey_errors import PassphraseWrong, damaged, too_much_work

_MOST_BCRYPT_ROUNDS = 2000
_MOST_ITERATIONS = 10_000_000
_MOST_SCRYPT_BYTES = 256 * 1024 * 1024
_MOST_SCRYPT_WORK = 2**24


def by_bcrypt(passphrase: bytes, salt: bytes, rounds: int, size: int) -> bytes:
    """Return `size` bytes as OpenSSH makes them (bcrypt_pbkdf). A round takes some 10 ms."""
    if not salt or not rounds:
        raise damaged()
    if rounds > _MOST_BCRYPT_ROUNDS:
        raise too_much_work()
    return bcrypt.kdf(passphrase, salt, size, rounds, ignore_few_rounds=True)


def check_iterations(iterations: int) -> None:
    """Raise `Invalid` where hashing so often would take too long, or is none."""
    if not iterations:
        raise damaged()
    if iterations > _MOST_ITERATIONS:
        raise too_much_work()


def by_pbkdf2(passphrase: bytes, salt: bytes, iterations: int, size: int, digest: str) -> bytes:
    """Return `size` bytes by PBKDF2 with HMAC."""
    check_iterations(iterations)
    return hashlib.pbkdf2_hmac(digest, passphrase, salt, iterations, size)


def by_scrypt(passphrase: bytes, salt: bytes, size: int, *, n: int, r: int, p: int) -> bytes:
    """Return `size` bytes by scrypt (RFC 7914), in 128·n·r bytes of memory."""
    if 128 * n * r > _MOST_SCRYPT_BYTES or n * r * p > _MOST_SCRYPT_WORK:
        raise too_much_work()
    try:
        return Scrypt(salt=salt, length=size, n=n, r=r, p=p).derive(passphrase)
    except (ValueError, TypeError):
        raise damaged() from None


def by_md5(passphrase: bytes, salt: bytes, size: int) -> bytes:
    """Return `size` bytes as OpenSSL made them for PEM files (EVP_BytesToKey): MD5, once, so that it is no work."""
    made = last = b""
    while len(made) < size:
        last = hashlib.md5(last + passphrase + salt, usedforsecurity=False).digest()
        made += last
    return made[:size]


def cbc(algorithm: type[AES | TripleDES], key: bytes, vector: bytes, data: bytes) -> bytes:
    """Decrypt whole blocks; whether they make sense is not known."""
    size = algorithm.block_size // 8
    if len(vector) != size or not data or len(data) % size:
        raise damaged()
    decryptor = Cipher(algorithm(key), modes.CBC(vector)).decryptor()
    return decryptor.update(data) + decryptor.finalize()


def unpadded(data: bytes) -> bytes:
    """Take off the padding of PKCS#7, which is not there where the passphrase is wrong."""
    size = data[-1]
    if not 1 <= size <= min(16, len(data)) or data[-size:] != bytes((size,)) * size:
        raise PassphraseWrong
    return data[:-size]


def ctr(key: bytes, vector: bytes, data: bytes) -> bytes:
    """Decrypt what AES in counter mode encrypted."""
    decryptor = Cipher(AES(key), modes.CTR(vector)).decryptor()
    return decryptor.update(data) + decryptor.finalize()


def gcm(key: bytes, vector: bytes, data: bytes, tag: bytes) -> bytes:
    """Decrypt what AES-GCM encrypted, if the passphrase was right."""
    try:
        return AESGCM(key).decrypt(vector, data + tag, None)
    except InvalidTag:
        raise PassphraseWrong from None


def chacha(key: bytes, data: bytes, tag: bytes) -> bytes:
    """Decrypt what chacha20-poly1305@openssh.com encrypted (PROTOCOL.chacha20poly1305, packet 0, no length)."""

    def stream(block: int, text: bytes) -> bytes:
        return Cipher(ChaCha20(key[:32], block.to_bytes(8, "little") + bytes(8)), None).encryptor().update(text)

    try:
        Poly1305.verify_tag(stream(0, bytes(32)), data, tag)
    except InvalidSignature:
        raise PassphraseWrong from None
    return stream(1, data)
