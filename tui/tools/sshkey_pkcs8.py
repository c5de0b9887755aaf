"""Private keys in DER: PKCS#8 in both its versions, PKCS#1 and SEC1, and what encrypts them (PBES2, PEM's DEK-Info).

PKCS#8 of version 2 (RFC 5958) brings the public key along, as 1Password writes Ed25519; OpenSSL and `cryptography`
refuse it. So the outside is read here, the public key compared, and the rest handed on in version 1.
"""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers.algorithms import AES

from tui.model.errors import Invalid
from tui.tools import sshkey_cipher, sshkey_der, sshkey_kinds
from tui.tools.sshkey_armour import Block
from tui.tools.sshkey_der import BIT_STRING, INTEGER, NULL, OBJECT, OCTET_STRING, SEQUENCE, Element
from tui.tools.sshkey_errors import PassphraseNeeded, PassphraseWrong, damaged, is_dsa, other_cipher, other_kind
from tui.tools.sshkey_kinds import PrivateKey

_RSA = bytes.fromhex("2a864886f70d010101")
_EC = bytes.fromhex("2a8648ce3d0201")
_ED25519 = bytes.fromhex("2b6570")
_CURVES = {bytes.fromhex(name) for name in ("2a8648ce3d030107", "2b81040022", "2b81040023")}
_DSA = bytes.fromhex("2a8648ce380401")

_PBES2 = bytes.fromhex("2a864886f70d01050d")
_PBKDF2 = bytes.fromhex("2a864886f70d01050c")
_SHA1_3DES = bytes.fromhex("2a864886f70d010c0103")
_SCRYPT = bytes.fromhex("2b06010401da47040b")

_DIGESTS = {
    bytes.fromhex("2a864886f70d0207"): "sha1",
    bytes.fromhex("2a864886f70d0208"): "sha224",
    bytes.fromhex("2a864886f70d0209"): "sha256",
    bytes.fromhex("2a864886f70d020a"): "sha384",
    bytes.fromhex("2a864886f70d020b"): "sha512",
}

_CIPHERS: dict[bytes, tuple[type[AES | TripleDES], int]] = {
    bytes.fromhex("608648016503040102"): (AES, 16),
    bytes.fromhex("608648016503040116"): (AES, 24),
    bytes.fromhex("60864801650304012a"): (AES, 32),
    bytes.fromhex("2a864886f70d0307"): (TripleDES, 24),
}

_PEM_CIPHERS: dict[str, tuple[type[AES | TripleDES], int]] = {
    "AES-128-CBC": (AES, 16),
    "AES-192-CBC": (AES, 24),
    "AES-256-CBC": (AES, 32),
    "DES-EDE3-CBC": (TripleDES, 24),
}


def read(block: Block, passphrase: bytes) -> PrivateKey:
    """Read a key of any of these formats, told apart by what is in it: labels are often wrong. Raises `Invalid`."""
    if block.cipher:
        return _plain(_whole(_from_pem(block, passphrase)))
    parts = sshkey_der.sequence(block.data)
    if parts and parts[0].tag == SEQUENCE:
        return _encrypted(parts, block.data, passphrase)
    return _plain(parts)


def _plain(parts: tuple[Element, ...]) -> PrivateKey:
    """Read what was never encrypted, or is not any more."""
    tags = [part.tag for part in parts]
    if tags[:3] == [INTEGER, SEQUENCE, OCTET_STRING]:
        return _pkcs8(*parts)
    if tags[:2] == [INTEGER, OCTET_STRING]:
        _check_curve([one for part in parts if part.tag == 0xA0 for one in part.inside()])
        return sshkey_kinds.loaded(_joined(parts))
    if tags == [INTEGER] * 9:
        sshkey_kinds.check_rsa_size(parts[1].number())
        return sshkey_kinds.loaded(_joined(parts))
    raise is_dsa() if tags == [INTEGER] * 6 else other_kind()


def _pkcs8(version: Element, algorithm: Element, private: Element, *rest: Element) -> PrivateKey:
    """Read a PrivateKeyInfo (RFC 5208) or OneAsymmetricKey (RFC 5958)."""
    kind = algorithm.inside()
    if not kind or version.number() > 1:
        raise damaged()
    name = kind[0].of(OBJECT)
    if name == _EC:
        _check_curve(kind[1:])
    elif name == _RSA:
        numbers = sshkey_der.sequence(private.body)
        if len(numbers) < 2:
            raise damaged()
        sshkey_kinds.check_rsa_size(numbers[1].number())
    elif name != _ED25519:
        raise is_dsa() if name == _DSA else other_kind()
    key = sshkey_kinds.loaded(sshkey_der.encoded(SEQUENCE, b"\x02\x01\x00" + algorithm.encoded() + private.encoded()))
    public = _public(rest)
    if public is not None and public != sshkey_kinds.public_part(key):
        raise Invalid("The key is damaged: the public key in it is not that of the private one.")
    return key


def _check_curve(settings: Sequence[Element]) -> None:
    """Raise `Invalid` unless a curve is named that SSH has; one that is described instead of named is none."""
    if len(settings) != 1 or settings[0].tag != OBJECT or settings[0].body not in _CURVES:
        raise other_kind()


def _public(rest: tuple[Element, ...]) -> bytes | None:
    """Return the public key that may follow the private one, after attributes that mean nothing for SSH.

    It is a bit string under tag 1 in the place of its own tag (RFC 5958), or around it, as the library ring and so
    1Password write it.
    """
    if rest and rest[0].tag == 0xA0:
        rest = rest[1:]
    if not rest:
        return None
    if len(rest) > 1 or rest[0].tag not in (0x81, 0xA1):
        raise damaged()
    bits = rest[0].body
    if rest[0].tag == 0xA1:
        inner = rest[0].inside()
        if len(inner) != 1:
            raise damaged()
        bits = inner[0].of(BIT_STRING)
    if bits[:1] != b"\0":
        raise damaged()
    return bits[1:]


def _encrypted(parts: tuple[Element, ...], whole: bytes, passphrase: bytes) -> PrivateKey:
    """Read an EncryptedPrivateKeyInfo."""
    if len(parts) != 2:
        raise damaged()
    if not passphrase:
        raise PassphraseNeeded
    scheme = parts[0].inside()
    if len(scheme) != 2:
        raise damaged()
    method = scheme[0].of(OBJECT)
    if method == _SHA1_3DES:
        return _by_older_scheme(scheme[1], whole, passphrase)
    if method != _PBES2:
        raise other_cipher()
    methods = scheme[1].inside()
    if len(methods) != 2:
        raise damaged()
    derivation, encryption = (method.inside() for method in methods)
    if len(derivation) != 2 or len(encryption) != 2:
        raise damaged()
    algorithm, size = _CIPHERS.get(encryption[0].of(OBJECT), (None, 0))
    if algorithm is None:
        raise other_cipher()
    key = _derived(derivation[0].of(OBJECT), derivation[1].inside(), passphrase, size)
    data = sshkey_cipher.cbc(algorithm, key, encryption[1].of(OCTET_STRING), parts[1].of(OCTET_STRING))
    return _plain(_whole(sshkey_cipher.unpadded(data)))


def _derived(method: bytes, settings: tuple[Element, ...], passphrase: bytes, size: int) -> bytes:
    """Return a cipher's key of `size` bytes by PBKDF2 (RFC 8018) or scrypt (RFC 7914)."""
    numbers = [one.number() for one in settings if one.tag == INTEGER]
    salt = settings[0].of(OCTET_STRING) if settings else b""
    if method == _SCRYPT and len(numbers) in (3, 4) and numbers[3:] in ([], [size]):
        return sshkey_cipher.by_scrypt(passphrase, salt, size, n=numbers[0], r=numbers[1], p=numbers[2])
    if method != _PBKDF2:
        raise other_cipher()
    if len(numbers) not in (1, 2) or numbers[1:] not in ([], [size]):
        raise damaged()
    digest: str | None = "sha1"
    if settings[-1].tag == SEQUENCE:
        named = settings[-1].inside()
        digest = _DIGESTS.get(named[0].of(OBJECT)) if named and named[1:] in ((), (Element(NULL, b""),)) else None
    if digest is None:
        raise other_cipher()
    return sshkey_cipher.by_pbkdf2(passphrase, salt, numbers[0], size, digest)


def _by_older_scheme(settings: Element, whole: bytes, passphrase: bytes) -> PrivateKey:
    """Read what OpenSSL before 1.1 encrypted with `pkcs8 -topk8`: SHA-1 and triple DES by PKCS#12."""
    values = settings.inside()
    if len(values) != 2:
        raise damaged()
    sshkey_cipher.check_iterations(values[1].number())
    return sshkey_kinds.loaded_with(whole, passphrase)


def _from_pem(block: Block, passphrase: bytes) -> bytes:
    """Return what a PEM file with a DEK-Info has encrypted."""
    if not passphrase:
        raise PassphraseNeeded
    algorithm, size = _PEM_CIPHERS[block.cipher]
    key = sshkey_cipher.by_md5(passphrase, block.iv[:8], size)
    return sshkey_cipher.unpadded(sshkey_cipher.cbc(algorithm, key, block.iv, block.data))


def _whole(data: bytes) -> tuple[Element, ...]:
    """Read what was decrypted: without the right passphrase it is no sequence that ends where the data ends."""
    try:
        return sshkey_der.sequence(data)
    except Invalid:
        raise PassphraseWrong from None


def _joined(parts: tuple[Element, ...]) -> bytes:
    return sshkey_der.encoded(SEQUENCE, b"".join(part.encoded() for part in parts))
