"""SSH keys made by the programs that the world uses: ssh-keygen and openssl. What they say of a key is the truth."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

from tests import xserver

PASSPHRASE = "s3cret-pässphrase 🔑"
COMMENT = "mara@halden.example é"
KINDS = ("ed25519", "rsa-2048", "ecdsa-256", "ecdsa-384", "ecdsa-521")


def run(*words: str, given: str = "") -> str:
    """Return what a program writes; it must be there and end well."""
    xserver.need(words[0])
    done = subprocess.run(words, input=given.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def fingerprint(public: str, digest: str) -> tuple[str, str]:
    """Return bits and fingerprint of a public key's line, as ssh-keygen prints them."""
    bits, found, *_ = run("ssh-keygen", "-l", "-E", digest, "-f", "-", given=f"{public}\n").split()
    return bits, found


def der(pem: str) -> bytes:
    """Return what is between BEGIN and END."""
    return base64.b64decode("".join(line for line in pem.splitlines() if not line.startswith("-----")))


class Keys:
    """One key of each kind, in every form. They are made when they are asked for, once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._texts: dict[tuple[str, ...], str] = {}

    def file(self, kind: str) -> Path:
        """Return the private key of a kind as ssh-keygen makes it, without a passphrase."""
        made = self.folder / kind
        if not made.exists():
            name, _, bits = kind.partition("-")
            size = ["-b", bits] if bits else []
            run("ssh-keygen", "-q", "-t", name, *size, "-N", "", "-C", COMMENT, "-f", str(made))
        return made

    def text(self, kind: str, form: str = "RFC4716", passphrase: str = "", cipher: str = "") -> str:
        """Return the same key in another form (RFC4716 is OpenSSH's own), perhaps encrypted."""
        asked = (kind, form, passphrase, cipher)
        if asked not in self._texts:
            self._texts[asked] = self._converted(*asked)
        return self._texts[asked]

    def _converted(self, kind: str, form: str, passphrase: str, cipher: str) -> str:
        copy = self._copy(self.file(kind).read_text())
        if form != "RFC4716" or passphrase:
            how = ["-m", form, *(["-Z", cipher] if cipher else [])]
            run("ssh-keygen", "-q", "-p", *how, "-P", "", "-N", passphrase, "-f", str(copy))
        return copy.read_text()

    def public(self, kind: str) -> str:
        """Return the line of the public key, with its comment."""
        return Path(f"{self.file(kind)}.pub").read_text().strip()

    def accepted(self, private: str) -> str:
        """Return the public line that `ssh-keygen -y` gives for a private key."""
        return run("ssh-keygen", "-y", "-P", "", "-f", str(self._copy(private))).strip()

    def _copy(self, private: str) -> Path:
        """Write a key where nobody else may read it, which ssh-keygen insists on."""
        copy = self.folder / "copy"
        copy.unlink(missing_ok=True)
        copy.touch(0o600)
        copy.write_text(private)
        return copy
