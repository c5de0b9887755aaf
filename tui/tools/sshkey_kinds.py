"""The three kinds of keys that SSH uses, as `cryptography` has them: checked, told apart, and taken apart."""

from __future__ import annotations

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.dsa import DSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurve, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from tui.model.errors import Invalid
from tui.tools.sshkey_errors import PassphraseWrong, damaged, is_dsa, other_kind

PrivateKey = Ed25519PrivateKey | RSAPrivateKey | EllipticCurvePrivateKey

CURVES: dict[str, EllipticCurve] = {
    "nistp256": ec.SECP256R1(),
    "nistp384": ec.SECP384R1(),
    "nistp521": ec.SECP521R1(),
}
"""The curves of ECDSA, by their names in SSH (RFC 5656)."""

_LEAST_RSA_BITS = 1024  # what OpenSSH takes
_MOST_RSA_BITS = 8192  # to check the primes of one takes 3 s; of twice as much, half a minute


def check_rsa_size(modulus: int) -> None:
    """Raise `Invalid` unless an RSA key is long enough for SSH, and short enough to be checked in seconds."""
    bits = modulus.bit_length()
    if not _LEAST_RSA_BITS <= bits <= _MOST_RSA_BITS:
        raise Invalid(f"This RSA key has {bits} bits; those from {_LEAST_RSA_BITS} to {_MOST_RSA_BITS} are read.")


def loaded(der: bytes) -> PrivateKey:
    """Load an unencrypted key, of which it was seen that it is none of a kind that is not for SSH."""
    try:
        return _ours(load_der_private_key(der, None))
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise damaged() from None


def loaded_with(der: bytes, passphrase: bytes) -> PrivateKey:
    """Load an encrypted key, of which it was seen that `cryptography` knows the cipher."""
    try:
        return _ours(load_der_private_key(der, passphrase))
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise PassphraseWrong from None


def _ours(key: PrivateKeyTypes) -> PrivateKey:
    if isinstance(key, DSAPrivateKey):
        raise is_dsa()
    if isinstance(key, RSAPrivateKey):
        check_rsa_size(key.public_key().public_numbers().n)
    elif isinstance(key, EllipticCurvePrivateKey):
        curve_of(key)
    elif not isinstance(key, Ed25519PrivateKey):
        raise other_kind()
    return key


def rsa_of(n: int, e: int, d: int, *, p: int, q: int, inverse: int) -> RSAPrivateKey:
    """Return the RSA key of these numbers, if they belong together."""
    check_rsa_size(n)
    if min(p, q) < 3:
        raise damaged()
    public = rsa.RSAPublicNumbers(e, n)
    try:
        return rsa.RSAPrivateNumbers(
            p, q, d, rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), inverse, public
        ).private_key()
    except (ValueError, UnsupportedAlgorithm):
        raise damaged() from None


def ecdsa_of(curve: EllipticCurve, number: int) -> EllipticCurvePrivateKey:
    """Return the ECDSA key of a private number."""
    try:
        return ec.derive_private_key(number, curve)
    except (ValueError, OverflowError):
        raise damaged() from None


def ed25519_of(seed: bytes) -> Ed25519PrivateKey:
    """Return the Ed25519 key of a seed of 32 bytes."""
    try:
        return Ed25519PrivateKey.from_private_bytes(seed)
    except ValueError:
        raise damaged() from None


def curve_of(key: EllipticCurvePrivateKey) -> str:
    """Return the name of a key's curve in SSH, or raise `Invalid` where SSH does not have it."""
    found = next((name for name, curve in CURVES.items() if curve.name == key.curve.name), None)
    if found is None:
        raise other_kind()
    return found


def public_part(key: PrivateKey) -> bytes:
    """Return the public key as PKCS#8 has it beside the private one: 32 bytes, a point, or PKCS#1."""
    if isinstance(key, Ed25519PrivateKey):
        return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    if isinstance(key, EllipticCurvePrivateKey):
        return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1)


def pkcs8(key: PrivateKey) -> str:
    """Return the private key as unencrypted PKCS#8 in PEM, in the version that all programs read."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")


def bits(key: PrivateKey) -> int:
    """Return the size that ssh-keygen gives: of the modulus, or of the curve."""
    return 256 if isinstance(key, Ed25519PrivateKey) else key.key_size
