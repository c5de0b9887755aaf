"""SSH keys as people paste them, as 1Password writes them, and damaged: read right, or refused with a sentence."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.keys import PASSPHRASE, Keys, der, run
from tui.model.errors import Invalid
from tui.tools.sshkey import PassphraseNeeded, PassphraseWrong, SshKey, generate, read
from tui.tools.sshkey_armour import wrap
from tui.tools.sshkey_der import BIT_STRING, INTEGER, OBJECT, OCTET_STRING, SEQUENCE, encoded

NEW = generate("ed25519", "new")
OPENSSH = NEW.openssh.reveal()
PKCS8 = NEW.pkcs8.reveal()

SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "old Mac": lambda text: text.replace("\n", "\r"),
    "one line, spaces": lambda text: text.replace("\n", " "),
    "one line, nothing": lambda text: text.replace("\n", ""),
    "no line end": lambda text: text.rstrip("\n"),
    "literal \\n": lambda text: text.replace("\n", "\\n"),
    "literal \\r\\n": lambda text: text.replace("\n", "\\r\\n"),
    "escaped twice": lambda text: text.replace("\n", "\\\\n"),
    "JSON": lambda text: '"' + text.replace("/", "\\/").replace("\n", "\\n") + '"',
    "continued lines": lambda text: text.replace("\n", "\\\n"),
    "quoted": lambda text: f"'{text}'",
    "an assignment": lambda text: f'export KEY="{text}"',
    "spaces around": lambda text: f"  \n\t {text} \n ",
    "indented": lambda text: "".join(f"    {line}\n" for line in text.splitlines()),
    "trailing spaces": lambda text: text.replace("\n", "  \n"),
    "empty lines": lambda text: text.replace("\n", "\n\n"),
    "tabs": lambda text: text.replace("\n", "\t"),
    "other widths": lambda text: re.sub(r"([A-Za-z0-9+/=]{7})(?=[A-Za-z0-9+/=]{9})", r"\1\n", text),
    "no-break spaces": lambda text: text.replace("\n", "\u00a0"),
    "byte order mark": lambda text: f"\ufeff{text}",
    "zero-width spaces": lambda text: text.replace("\n", "\u200b\n"),
    "text around": lambda text: f"Here you are:\n\n{text}\nKeep it.\n",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("text", [OPENSSH, PKCS8])
def test_however_it_is_pasted(spelling: str, text: str) -> None:
    pasted = SPELLINGS[spelling](text)
    assert read(pasted).openssh == (NEW if text == OPENSSH else read(PKCS8)).openssh
    assert read(pasted.encode()) == read(pasted)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_old_pem_headers_however_they_are_pasted(keys: Keys, spelling: str) -> None:
    text = keys.text("ecdsa-256", "PEM", PASSPHRASE)
    assert "DEK-Info" in text
    pasted = SPELLINGS[spelling](text)
    if spelling == "other widths":
        pasted = text
    assert read(pasted, PASSPHRASE).public == read(keys.text("ecdsa-256", "PEM")).public


def test_other_blocks_around_it_do_not_matter() -> None:
    public = run("openssl", "pkey", "-pubout", given=PKCS8)
    parameters = run("openssl", "ecparam", "-name", "prime256v1")
    assert read(f"{parameters}{public}{PKCS8}{public}").fingerprint == NEW.fingerprint


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This is no SSH private key"),
        ("s3cret-password", "This is no SSH private key"),
        (NEW.public, "This is a public key"),
        (f"  {NEW.public}\n", "This is a public key"),
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "This is a public key"),
        ("---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----", "This is a public key"),
        ("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nAAAA\n---- END SSH2 ENCRYPTED PRIVATE KEY ----", "SSH.com"),
        ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "This is a certificate"),
        ("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n", "PuTTY"),
        ("-----BEGIN PGP PRIVATE KEY BLOCK-----\nAAAA\n-----END PGP PRIVATE KEY BLOCK-----", "no SSH private key"),
        ("-----BEGIN ANY PRIVATE KEY-----\nAAAA\n-----END ANY PRIVATE KEY-----", "of a kind that is not read here"),
        ("-----BEGIN DSA PRIVATE KEY-----\nAAAA\n-----END DSA PRIVATE KEY-----", "DSA key"),
        (OPENSSH + PKCS8, "several private keys"),
        (OPENSSH.rpartition("-----END")[0], "not whole: its last line"),
        (OPENSSH.rpartition("-----END")[0] + PKCS8, "not whole: its last line"),
        (OPENSSH.replace("END OPENSSH", "END RSA"), "not whole: its last line"),
        (OPENSSH.replace("b3Blbn", "b3Blbm"), "damaged"),
        (OPENSSH.replace("b3Blbn", "b3Bl*n"), "damaged"),
        (OPENSSH.replace("b3Blbn", "b3Blbé"), "damaged"),
        (PKCS8.replace("MC4C", ""), "damaged"),
        ("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----", "damaged"),
        ("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----", "of a kind that is not read here"),
        (OPENSSH + " " * 64_000, "too long"),
    ],
)
def test_what_it_is_instead_is_said(text: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence) as caught:
        read(text)
    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_other_ciphers_of_old_pem_are_told_apart_from_damage(keys: Keys) -> None:
    text = keys.text("ecdsa-256", "PEM", PASSPHRASE)
    with pytest.raises(Invalid, match="encrypted in a way that is not read"):
        read(re.sub("DEK-Info: [^,]*", "DEK-Info: CAMELLIA-128-CBC", text), PASSPHRASE)
    with pytest.raises(Invalid, match="damaged"):
        read(re.sub("DEK-Info: ([^,]*),..", r"DEK-Info: \1,zz", text), PASSPHRASE)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("ssh-dss", "DSA key"),
        ("sk-ssh-ed25519@openssh.com", "of a kind"),
        ("ssh-ed448", "of a kind"),
        ("", "of a kind"),
    ],
)
def test_other_kinds_in_the_format_of_openssh(name: str, sentence: str) -> None:
    """Among them keys that stay in a security key, of which the file holds no more than where."""

    def string(value: bytes) -> bytes:
        return len(value).to_bytes(4, "big") + value

    none = string(b"none")
    private = 8 * b"\1" + string(name.encode())
    private += bytes(range(1, -len(private) % 8 + 1))
    parts = (b"openssh-key-v1\0", none, none, string(b""), b"\0\0\0\1", string(string(name.encode())), string(private))
    with pytest.raises(Invalid, match=sentence):
        read(wrap("OPENSSH PRIVATE KEY", b"".join(parts), 70))


def raw(key: SshKey) -> tuple[bytes, bytes]:
    """Return seed and public key."""
    both = der(key.openssh.reveal())
    at = both.rindex(b"\0\0\0\x40") + 4
    return both[at : at + 32], both[at + 32 : at + 64]


SEED, PUBLIC = raw(NEW)
RING = encoded(0xA1, encoded(BIT_STRING, b"\0" + PUBLIC))
RFC_5958 = encoded(0x81, b"\0" + PUBLIC)


def one_asymmetric_key(*rest: bytes, version: int = 1) -> bytes:
    """Return PKCS#8 in its second version, with what follows the private key."""
    algorithm = encoded(SEQUENCE, encoded(OBJECT, bytes.fromhex("2b6570")))
    private = encoded(OCTET_STRING, encoded(OCTET_STRING, SEED))
    return encoded(SEQUENCE, b"".join((encoded(INTEGER, bytes((version,))), algorithm, private, *rest)))


@pytest.mark.parametrize("rest", [(), (RING,), (RFC_5958,), (b"\xa0\0", RFC_5958), (b"\xa0\0",)])
def test_pkcs8_of_the_second_version_as_1password_writes_it(rest: tuple[bytes, ...]) -> None:
    """1Password exports Ed25519 with the public key as the library ring writes it: 83 bytes that begin with MFMCAQE."""
    text = wrap("PRIVATE KEY", one_asymmetric_key(*rest), 64)
    assert rest != (RING,) or ("\nMFMCAQEwBQYDK2VwBCIEI" in text and len(der(text)) == 0x55)
    key = read(text)
    assert (key.fingerprint, key.pkcs8) == (NEW.fingerprint, NEW.pkcs8)


def test_pkcs8_of_the_second_version_encrypted() -> None:
    plain = one_asymmetric_key(RING)
    size = 16 - len(plain) % 16
    plain += bytes((size,)) * size
    cipher = Cipher(AES(hashlib.pbkdf2_hmac("sha1", b"s3cret-word", b"salt", 9, 32)), modes.CBC(bytes(16))).encryptor()

    def method(name: str, *settings: bytes) -> bytes:
        return encoded(SEQUENCE, encoded(OBJECT, bytes.fromhex(name)) + b"".join(settings))

    counted = encoded(SEQUENCE, encoded(OCTET_STRING, b"salt") + encoded(INTEGER, b"\x09"))
    derivation = method("2a864886f70d01050c", counted)
    encryption = method("60864801650304012a", encoded(OCTET_STRING, bytes(16)))
    scheme = method("2a864886f70d01050d", encoded(SEQUENCE, derivation + encryption))
    text = wrap("ENCRYPTED PRIVATE KEY", encoded(SEQUENCE, scheme + encoded(OCTET_STRING, cipher.update(plain))), 64)
    assert read(text, "s3cret-word").fingerprint == NEW.fingerprint
    with pytest.raises(PassphraseWrong):
        read(text, "s3cret-other")


@pytest.mark.parametrize(
    "rest",
    [
        (encoded(0x81, b"\0" + SEED),),
        (encoded(0xA1, encoded(BIT_STRING, b"\0" + bytes(32))),),
        (encoded(0x81, b"\x01" + PUBLIC),),
        (encoded(0x81, b""),),
        (encoded(0xA1, b""),),
        (RFC_5958, RFC_5958),
        (RFC_5958, b"\xa0\0"),
        (encoded(0x82, PUBLIC),),
    ],
)
def test_a_public_key_that_is_not_the_private_ones_is_refused(rest: tuple[bytes, ...]) -> None:
    with pytest.raises(Invalid, match="damaged"):
        read(wrap("PRIVATE KEY", one_asymmetric_key(*rest), 64))


def test_a_third_version_is_refused() -> None:
    with pytest.raises(Invalid, match="damaged"):
        read(wrap("PRIVATE KEY", one_asymmetric_key(version=2), 64))


@pytest.mark.parametrize("rounds", [2001, 2**32 - 1])
def test_a_key_cannot_make_the_program_work_for_hours(keys: Keys, rounds: int) -> None:
    data = der(keys.text("ed25519", "RFC4716", PASSPHRASE))
    at = data.index(b"\0\0\0\x18\0\0\0\x10") + 24
    text = wrap("OPENSSH PRIVATE KEY", data[:at] + rounds.to_bytes(4, "big") + data[at + 4 :], 70)
    with pytest.raises(Invalid, match="more work"):
        read(text, PASSPHRASE)
    with pytest.raises(PassphraseNeeded):
        read(text)


@given(st.one_of(st.text(), st.binary(), st.text(st.sampled_from("-BEGINDOPRVATKYSH \n\\=Aa:,"))))
def test_any_text_is_a_key_or_invalid(text: str | bytes) -> None:
    with pytest.raises(Invalid):
        read(text)


LABELS = st.sampled_from(["OPENSSH ", "RSA ", "EC ", "", "ENCRYPTED ", "DSA ", "ANY "]).map("{}PRIVATE KEY".format)


@given(LABELS, st.binary(), st.one_of(st.none(), st.text()))
def test_any_bytes_in_an_envelope_are_a_key_or_invalid(label: str, data: bytes, passphrase: str | None) -> None:
    with pytest.raises(Invalid):
        read(wrap(label, data, 64), passphrase)


@given(st.data())
def test_a_changed_byte_makes_no_other_key(keys: Keys, data: st.DataObject) -> None:
    """But where nothing is there twice: in PKCS#8 without the public key any 32 bytes are a key."""
    kind, form, label = data.draw(
        st.sampled_from(
            [
                ("ed25519", "RFC4716", "OPENSSH PRIVATE KEY"),
                ("ecdsa-256", "RFC4716", "OPENSSH PRIVATE KEY"),
                ("ecdsa-256", "PKCS8", "PRIVATE KEY"),
                ("ecdsa-384", "PEM", "EC PRIVATE KEY"),
            ]
        )
    )
    whole = der(keys.text(kind, form))
    at = data.draw(st.integers(0, len(whole) - 1))
    new = data.draw(st.one_of(st.integers(0, 255).map(lambda value: bytes((value,))), st.binary(max_size=4)))
    try:
        found = read(wrap(label, whole[:at] + new + whole[at + 1 :], 64))
    except Invalid:
        return
    assert found.public.split()[:2] == keys.public(kind).split()[:2]
