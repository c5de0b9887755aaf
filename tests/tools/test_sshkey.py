"""SSH keys: those that ssh-keygen and openssl make are read as they mean them, and ours are taken by them."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SoakScale
from tests.security import clipboards
from tests.tools.keys import COMMENT, KINDS, PASSPHRASE, Keys, der, fingerprint, run
from tui.model.errors import Invalid
from tui.model.secret import DOTS, Secret
from tui.tools import sshkey
from tui.tools.sshkey import NEW_KINDS, Kind, PassphraseNeeded, PassphraseWrong, generate, read


def holds(key: sshkey.SshKey, public: str) -> None:
    """See that a key is the private one of a public line, whatever its comment, in all that is said of it."""
    assert key.public.split()[:2] == public.split()[:2]
    for digest, said in (("sha256", key.fingerprint), ("md5", key.md5)):
        assert (str(key.bits), said) == fingerprint(public, digest)


@pytest.mark.parametrize("form", ["RFC4716", "PEM", "PKCS8"])
@pytest.mark.parametrize("kind", KINDS)
def test_keys_of_ssh_keygen(keys: Keys, kind: str, form: str) -> None:
    key = read(keys.text(kind, form))
    holds(key, keys.public(kind))
    assert key.kind == kind.partition("-")[0]
    own = "OPENSSH" in keys.text(kind, form)
    assert key.comment == (COMMENT if own else "")
    assert not own or key.public == keys.public(kind)


@pytest.mark.parametrize("form", ["RFC4716", "PEM", "PKCS8"])
@pytest.mark.parametrize("kind", ["ed25519", "rsa-2048", "ecdsa-384"])
def test_encrypted_keys_of_ssh_keygen(keys: Keys, kind: str, form: str) -> None:
    opens_with_its_passphrase_alone(keys.text(kind, form, PASSPHRASE), keys.public(kind))


CIPHERS = [f"aes{bits}-{mode}" for bits in (128, 192, 256) for mode in ("cbc", "ctr")]
CIPHERS += ["aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com", "3des-cbc"]


@pytest.mark.parametrize("cipher", CIPHERS)
def test_every_cipher_that_ssh_keygen_offers(keys: Keys, cipher: str) -> None:
    if cipher not in run("ssh", "-Q", "cipher").split():
        pytest.skip("this ssh-keygen has it no more")
    opens_with_its_passphrase_alone(keys.text("ed25519", "RFC4716", PASSPHRASE, cipher), keys.public("ed25519"))


def opens_with_its_passphrase_alone(text: str, public: str) -> None:
    for missing in (None, "", Secret("")):
        with pytest.raises(PassphraseNeeded, match="passphrase is needed"):
            read(text, missing)
    with pytest.raises(PassphraseWrong, match="does not open"):
        read(Secret(text), Secret("s3cret-other"))
    holds(read(Secret(text), Secret(PASSPHRASE)), public)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_is_what_ssh_keygen_writes_but_for_its_random_number(keys: Keys, kind: str) -> None:
    own, ours = der(keys.text(kind)), der(read(keys.text(kind)).openssh.reveal())
    different = [at for at, (one, other) in enumerate(zip(own, ours, strict=True)) if one != other]
    assert len(range(different[0], different[-1] + 1)) <= 8
    assert keys.text(kind).splitlines()[1] == read(keys.text(kind)).openssh.reveal().splitlines()[1]


@pytest.mark.parametrize("kind", KINDS)
def test_every_way_out_leads_back_to_the_same_key(keys: Keys, kind: str) -> None:
    key = read(keys.text(kind))
    assert keys.accepted(key.openssh.reveal()) == keys.public(kind)
    assert read(key.openssh) == key
    again = read(key.pkcs8)
    assert (again.fingerprint, again.pkcs8) == (key.fingerprint, key.pkcs8)
    public = run("openssl", "pkey", "-pubout", given=key.pkcs8.reveal())
    if kind == "ed25519":  # ssh-keygen does not import it
        assert der(public)[-32:] == base64.b64decode(key.public.split()[1])[-32:]
    else:
        assert run("ssh-keygen", "-i", "-m", "PKCS8", "-f", "/dev/stdin", given=public).strip() == again.public


@pytest.mark.parametrize(
    "words",
    [
        "genrsa -traditional 2048",
        "genrsa 2048",
        "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
        "ecparam -name prime256v1 -genkey",
        "ecparam -name secp384r1 -genkey -noout",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521",
        "genpkey -algorithm ed25519",
    ],
)
def test_keys_of_openssl(words: str) -> None:
    text = run("openssl", *words.split())
    public = der(run("openssl", "pkey", "-pubout", given=text))
    key = read(text)
    assert base64.b64decode(key.public.split()[1])[-32:] == public[-32:] or key.kind is Kind.RSA
    assert key.fingerprint == fingerprint(key.public, "sha256")[1]
    assert der(run("openssl", "pkey", "-pubout", given=key.pkcs8.reveal())) == public


@pytest.mark.parametrize(
    "words",
    [
        "pkey -traditional -aes128",
        "pkey -traditional -aes192",
        "pkey -traditional -aes256",
        "pkey -traditional -des3",
        "pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA1",
        "pkcs8 -topk8 -v2 aes-192-cbc -v2prf hmacWithSHA384",
        "pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA512 -iter 5000",
        "pkcs8 -topk8 -v2 des3 -v2prf hmacWithSHA256",
        "pkcs8 -topk8 -scrypt",
        "pkcs8 -topk8 -v1 PBE-SHA1-3DES",
    ],
)
def test_encrypted_keys_of_openssl(keys: Keys, words: str) -> None:
    text = run("openssl", *words.split(), "-passout", "pass:s3cret-word", given=keys.text("ecdsa-256", "PKCS8"))
    with pytest.raises(PassphraseNeeded):
        read(text)
    with pytest.raises(PassphraseWrong):
        read(text, "s3cret-other")
    holds(read(text, "s3cret-word"), keys.public("ecdsa-256"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("genpkey -algorithm ed448", "of a kind that is not read"),
        ("genpkey -algorithm x25519", "of a kind that is not read"),
        ("genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:1024", "of a kind that is not read"),
        ("ecparam -name secp256k1 -genkey -noout", "of a kind that is not read"),
        ("ecparam -name prime256v1 -genkey -noout -param_enc explicit", "of a kind that is not read"),
        ("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256r1", "of a kind that is not read"),
        ("genrsa -traditional 512", "This RSA key has 512 bits"),
        ("genrsa 768", "This RSA key has 768 bits"),
    ],
)
def test_keys_that_are_not_for_ssh(words: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        read(run("openssl", *words.split()))


def test_dsa_is_refused_in_every_form(tmp_path: Path) -> None:
    file = tmp_path / "parameters"
    file.write_text(run("openssl", "dsaparam", "1024"))
    text = run("openssl", "gendsa", str(file))
    plain = run("openssl", "pkey", "-traditional", given=text)
    locked = ("-passout", "pass:s3cret-word")
    for form in (
        text,
        plain,
        plain.replace("DSA", "RSA"),
        run("openssl", "pkcs8", "-topk8", *locked, given=text),
        run("openssl", "pkcs8", "-topk8", "-v1", "PBE-SHA1-3DES", *locked, given=text),
    ):
        with pytest.raises(Invalid, match="DSA key"):
            read(form, "s3cret-word")


@pytest.mark.parametrize("kind", ["ed25519", "rsa-2048"])
def test_new_keys_are_taken_by_ssh_keygen(keys: Keys, kind: str) -> None:
    key = generate(kind, "mara@halden.example\nssh-rsa AAAA another\t line")
    assert key.public.endswith(" mara@halden.example ssh-rsa AAAA another  line")
    assert keys.accepted(key.openssh.reveal()) == key.public
    holds(key, key.public)
    assert key.bits == NEW_KINDS[kind]
    assert generate("ed25519").fingerprint != key.fingerprint


@pytest.mark.soak
def test_new_keys_of_every_kind_are_taken_by_ssh_keygen(keys: Keys, soak_scale: SoakScale) -> None:
    for kind in list(NEW_KINDS)[: soak_scale(10)]:
        key = generate(kind)
        assert keys.accepted(key.openssh.reveal()) == key.public
        assert key.bits == NEW_KINDS[kind]


@pytest.mark.soak
def test_a_new_key_opens_a_real_server(tmp_path: Path, soak_scale: SoakScale) -> None:
    kinds = ("ed25519", "rsa-3072")[: soak_scale(10)]
    with clipboards.sshd() as server:
        for kind in kinds:
            key, file = generate(kind, "new"), tmp_path / kind
            file.touch(0o600)
            file.write_text(key.openssh.reveal())
            words = ["ssh", "-i", str(file), "-p", str(server.port), "-F", os.devnull, "-oIdentitiesOnly=yes"]
            words += ["-oBatchMode=yes", "-oStrictHostKeyChecking=no", f"-oUserKnownHostsFile={tmp_path / 'known'}"]
            words += ["127.0.0.1", "echo", "arrived"]
            refused = subprocess.run(words, capture_output=True, text=True, check=False)
            assert (refused.returncode, refused.stdout) == (255, "")
            with (server.folder / "authorized").open("a") as authorized:
                authorized.write(f"{key.public}\n")
            assert subprocess.run(words, capture_output=True, text=True, check=True).stdout == "arrived\n"


def test_unknown_kinds_are_refused() -> None:
    for kind in ("", "dsa", "rsa", "rsa-1024", "ecdsa", "Ed25519"):
        with pytest.raises(Invalid, match="ed25519, rsa-2048, rsa-3072, rsa-4096"):
            generate(kind)


def test_nothing_secret_is_shown() -> None:
    key = generate()
    lines = [*key.openssh.reveal().split("\n"), *key.pkcs8.reveal().split("\n")]
    assert not [line for line in lines if len(line) > 20 and line in repr(key)]
    assert repr(key).count(DOTS) == 2


def test_the_ciphers_are_loaded_with_the_first_key() -> None:
    code = "import sys, tui.tools.sshkey; print('cryptography' in sys.modules or 'bcrypt' in sys.modules)"
    assert run(sys.executable, "-c", code).strip() == "False"
