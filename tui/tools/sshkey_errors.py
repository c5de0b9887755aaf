"""What is wrong with an SSH key, as sentences. None of them quotes the key."""

from __future__ import annotations

from tui.model.errors import Invalid

KINDS = "Ed25519, RSA, and ECDSA with the curve P-256, P-384 or P-521"


class PassphraseNeeded(Invalid):
    """The key is encrypted and no passphrase was given: ask for it, and read again."""

    def __init__(self) -> None:
        super().__init__("This key is encrypted; its passphrase is needed.")


class PassphraseWrong(Invalid):
    """The passphrase that was given does not open the key: ask again."""

    def __init__(self) -> None:
        super().__init__("The passphrase does not open this key.")


def damaged() -> Invalid:
    """Return the news that a key is not whole, or contradicts itself."""
    return Invalid("The key is damaged: it was cut, mixed up or changed after it was written.")


def other_kind() -> Invalid:
    """Return the news that a key is of a kind that is not for SSH."""
    return Invalid(f"This is a private key, but of a kind that is not read here, which are {KINDS}.")


def is_dsa() -> Invalid:
    """Return the news that a key is one of DSA's."""
    return Invalid("This is a DSA key. OpenSSH takes none any more; make an Ed25519 key in its place.")


def other_cipher() -> Invalid:
    """Return the news that a key is encrypted in a way that is not read here."""
    return Invalid("This key is encrypted in a way that is not read here; `ssh-keygen -p` encrypts it in a common one.")


def too_much_work() -> Invalid:
    """Return the news that the passphrase would be tried for minutes, or with gigabytes."""
    return Invalid(
        "This key asks for more work at each passphrase than is done here; lower its rounds by `ssh-keygen -p`."
    )
