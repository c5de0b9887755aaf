"""One-time passwords as sites and programs hand them out, with the code of another program (oathtool), or why not.

The codes of the table are oathtool's, at one moment; Steam's was seen in Steam's own app. Then oathtool is asked anew.
"""

from __future__ import annotations

import base64
import random
import subprocess
from urllib.parse import quote

import pytest

from tests.conftest import SoakScale
from tests.xserver import need
from tui.model.errors import Invalid
from tui.tools.totp import parse

AT = 1_511_200_518
A = "JBSWY3DPEHPK3PXP"  # 16 characters, as short as they come
B = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # 32
C = "JBSWY3DPEHPK3PXPJBSWY3DPEH"  # 26, with no padding that would fit
D = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRST"  # 52
E = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 2  # 64
STEAM = "63BEDWCQZKTQWPESARIERL5DTTQFCJTK"

CODES = [
    # Bare seeds, as they stand on set-up pages and are typed off them.
    (A, "462934"),
    (B, "977589"),
    (C, "128182"),
    (D, "053897"),
    (E, "500525"),
    ("jbswy3dpehpk3pxp", "462934"),
    ("JbSwY3dPeHpK3PxP", "462934"),
    ("jbsw y3dp ehpk 3pxp", "462934"),
    ("gezd gnbv gy3t qojq gezd gnbv gy3t qojq", "977589"),
    ("JBSW-Y3DP-EHPK-3PXP", "462934"),
    ("JBSWY 3DPEH PK3PX P", "462934"),
    ("  JBSWY3DPEHPK3PXP  ", "462934"),
    ("JBSWY3DPEHPK3PXP\n", "462934"),
    ("JBSW\tY3DP\tEHPK\t3PXP", "462934"),
    ("JBSWY3DPEHPK3PXP====", "462934"),
    ("JBSWY3DPEHPK3PXP%3D%3D%3D%3D%3D%3D", "462934"),
    ("MFRGGZDF", "315647"),
    ("MFRGGZDFMY======", "802804"),
    ("MFRGGZDFMY==", "802804"),
    ("MFRGGZDFMY", "802804"),
    ('"JBSWY3DPEHPK3PXP"', "462934"),
    ("\ufeffJBSWY3DPEHPK3PXP", "462934"),
    ("JBSW\u00a0Y3DP\u2009EHPK\u202f3PXP", "462934"),
    ("JBSWY3DPEHPK3PXPA", "462934"),  # a letter more, which fills no byte
    # otpauth:// as services make it.
    (f"otpauth://totp/Google%3Aada%40gmail.com?secret={A.lower()}&issuer=Google", "462934"),
    (f"otpauth://totp/GitHub:ada?secret={A}&issuer=GitHub", "462934"),
    (f"otpauth://totp/Contoso%20Ltd%3Aada%40contoso.example?secret={A}&issuer=Microsoft", "462934"),
    (f"otpauth://totp/Amazon%20Web%20Services:ada@123456789012?secret={E}&issuer=Amazon%20Web%20Services", "500525"),
    (f"otpauth://totp/Amazon%3Aada%40x.example?secret={D}&issuer=Amazon", "053897"),
    (f"otpauth://totp/gitlab.com:gitlab.com_ada@x.example?secret={B}&issuer=gitlab.com", "977589"),
    (f"otpauth://totp/Dropbox:ada@x.example?secret={C}&issuer=Dropbox", "128182"),
    (
        f"otpauth://totp/ada@IPA.EXAMPLE:4fd5-81?digits=6&secret={A}&period=30&algorithm=SHA256&issuer=ada%40IPA",
        "935171",
    ),
    (
        f"otpauth://totp/VIP%20Access:SYMC12345678?secret={A}&digits=6&algorithm=SHA1&issuer=Symantec&period=30",
        "462934",
    ),
    (f"otpauth://totp/Battle.net:EU-1234?secret={A}&digits=8&issuer=Battle.net", "90462934"),
    (f"otpauth://totp/Authy?secret={A}&digits=7&period=10", "8287639"),
    (f"otpauth://totp/ada@DiskStation?secret={A}", "462934"),
    (f"otpauth://totp/PyPI:ada?digits=6&secret={B}&algorithm=SHA1&issuer=PyPI&period=30", "977589"),
    (f"otpauth://totp/Fastmail:ada?secret={A}&issuer=Fastmail&digits=6&period=30&algorithm=sha1", "462934"),
    # As programs write it.
    (f"otpauth://totp/Title:ada?secret={A}&period=30&digits=6&issuer=Title", "462934"),
    (f"otpauth://totp/A?secret={A}&algorithm=HmacSHA512", "911618"),
    (f"otpauth://totp/A?secret={A}&algorithm=SHA-512&digits=8", "03911618"),
    (f"otpauth://totp/A?secret={A}&algorithm=sha-256&digits=8&period=60", "90438644"),
    (f"otpauth://totp/A?secret={A}&period=60&thumbnail=Default&tags=%5B%5D&used_frequency=0", "308942"),
    (f"otpauth://totp/A?secret={A}&period=15&image=https%3A%2F%2Fx.example%2Fa.png&lock=false", "027893"),
    (f"otpauth://totp/A?secret={A}&period=45", "659596"),
    (f"otpauth://totp/A?secret={A}&period=86400", "943387"),
    (f"otpauth://totp/A?secret={A}&period=1", "757803"),
    (f"otpauth://totp/A?secret={A}&digits=7", "0462934"),
    (f"otpauth://totp/A?secret={A}&digits=5", "62934"),
    (f"otpauth://totp/A?secret={A}&digits=9", "190462934"),
    (f"otpauth://totp/A?secret={A}&digits=10", "1190462934"),
    (f"otpauth://totp/?secret={A}", "462934"),
    (f"otpauth://TOTP/A?Secret={A}&Digits=6&Period=30", "462934"),
    ("otpauth://totp/A?secret=JBSW%20Y3DP%20EHPK%203PXP", "462934"),
    ("otpauth://totp/A?secret=jbsw+y3dp+ehpk+3pxp", "462934"),
    ("otpauth://totp/A?secret=JBSWY3DPEHPK3PXP%3D%3D%3D%3D%3D%3D&issuer=A", "462934"),
    (f"otpauth://totp/A?issuer=A&amp;secret={A}", "462934"),
    (f"otpauth%3A%2F%2Ftotp%2FA%3Fsecret%3D{A}%26digits%3D8", "90462934"),
    (f"otpauth://totp/Who?me:ada?secret={A}&issuer=Who%3Fme", "462934"),
    # With settings of others before the secret, whatever their names are made of.
    (f"otpauth://totp/A?image_url=https%3A%2F%2Fx.example%2Fa.png&secret={A}", "462934"),
    (f"otpauth://totp/A?x-icon2=a&secret={A}&digits=8", "90462934"),
    (f"otpauth://totp/A?&secret={A}", "462934"),
    (f"apple-otpauth://totp/A:ada?secret={A}&issuer=A", "462934"),
    # KeeOtp's settings in KeePass, which KeePassXC reads and wrote for long.
    (f"key={A}&step=30&size=6", "462934"),
    (f"key={A}%3D%3D%3D%3D&step=60&size=8&otpHashMode=Sha256", "90438644"),
    (f"key={A.lower()}", "462934"),
    (f"key={A}&type=Totp&encoding=Base32&size=7", "0462934"),
    (f"key={A}&type=Hotp&counter=42", "090604"),
    (f"key={STEAM}&type=Steam", "FR8RV"),
    # By counter.
    (f"otpauth://hotp/A:ada?secret={A}&counter=0&issuer=A", "282760"),
    (f"otpauth://hotp/A:ada?secret={A}&counter=1", "996554"),
    (f"otpauth://hotp/A:ada?secret={A}&counter=42&digits=6&algorithm=SHA1", "090604"),
    (f"otpauth://hotp/A:ada?secret={A}&counter=7&digits=8", "34449891"),
    (f"otpauth://hotp/A:ada?secret={A}&counter=18446744073709551615", "939986"),
    # Steam, in its three spellings.
    (f"steam://{STEAM}", "FR8RV"),
    (f"otpauth://totp/Steam:ada?secret={STEAM}&issuer=Steam&period=30&digits=5", "FR8RV"),
    (f"otpauth://totp/Steam:ada?secret={STEAM}&period=30&digits=5&issuer=Steam&encoder=steam", "FR8RV"),
    (f"otpauth://steam/Steam:ada?secret={STEAM}&issuer=Steam", "FR8RV"),
]

REFUSED = [
    ("462934", "one-time code"),
    ("462 934", "one-time code"),
    ("JBSWY3DPEHPK3PX0", "character 16"),  # O or 0?
    ("JBSWY3DPEHPK3PX1", "character 16"),  # I or 1?
    ("JBSWY3DPEHPK3PX8", "character 16"),  # B or 8?
    ("JBSWY3DP!HPK3PXP", "character 9"),
    ("48656c6c6f21deadbeef48656c6c6f21deadbeef", "hexadecimal"),
    ("SGVsbG8h3q2+70hlbGxvId6tvu8=", "letters A–Z"),
    ("key=48656c6c6f21deadbeef&encoding=hex", "Base32"),
    ("key=&step=30&size=6", "no seed"),
    (f"key={A}&step=0&size=6", "period"),
    (f"key={A}&type=Yandex", "begin"),
    (f"key={A}&size=6&size=8", "twice"),
    ("30;6", "character 2"),
    ("otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGEV4", "several"),
    (f"otpauth://yaotp/ada?secret={A}&pin_length=4", "begin"),
    (f"otpauth://motp/ada?secret={A}", "begin"),
    (f"motp://ada?secret={A}", "another address"),
    ("https://x.example/2fa", "another address"),
    (f"otpauth://totp/A?secret={A}&algorithm=MD5", "hash"),
    (f"otpauth://totp/A?secret={A}&digits=4", "digits"),
    (f"otpauth://totp/A?secret={A}&digits=11", "number of digits between 5 and 10"),
    (f"otpauth://totp/A?secret={A}&period=0", "period"),
    (f"otpauth://totp/A?secret={A}&period=30.5", "period"),
    (f"otpauth://hotp/A?secret={A}", "without a counter"),
    (f"otpauth://hotp/A?secret={A}&counter=-1", "counter between 0"),
    ("otpauth://totp/A?issuer=A", "no secret"),
    ("otpauth://totp/A?secret=", "no seed"),
]


@pytest.mark.parametrize(("text", "code"), CODES)
def test_what_is_handed_out_makes_the_code_of_oathtool(text: str, code: str) -> None:
    assert parse(text).code(AT) == code


@pytest.mark.parametrize(("text", "word"), REFUSED)
def test_what_makes_no_certain_code_makes_none(text: str, word: str) -> None:
    with pytest.raises(Invalid, match=word):
        parse(text)


def spelled(chance: random.Random, seed: str) -> str:
    """Write a seed in one of the ways that people write it."""
    size = chance.choice((4, 5, 8))
    parts = [seed[at : at + size] for at in range(0, len(seed), size)]
    spelling = chance.choice(("", "", "%20", "+", "-")).join(parts) + chance.choice(("", "", "=", "%3D%3D"))
    return spelling.lower() if chance.random() < 0.5 else spelling


def handed_out(chance: random.Random) -> tuple[str, list[str], int]:
    """Return a URI, what oathtool needs to be told for the same code, and when it is asked."""
    seed = base64.b32encode(chance.randbytes(chance.randint(5, 70))).decode().rstrip("=")
    label = quote("".join(chance.choices("ab Z9:&?#%/@é字", k=chance.randint(0, 12))), safe=chance.choice(("", ":@")))
    digits = chance.choice((6, 6, 7, 8))
    parts = [f"secret={spelled(chance, seed)}", f"digits={digits}", f"issuer={quote(label)}"]
    command = ["--base32", f"--digits={digits}"]
    if chance.random() < 0.2:
        counter = chance.randrange(2**63)
        parts.append(f"counter={counter}")
        command += ["--hotp", f"--counter={counter}"]
    else:
        bits = chance.choice((1, 256, 512))
        period = chance.choice((30, chance.randint(1, 400)))
        parts += [f"algorithm={chance.choice(('SHA', 'sha', 'SHA-', 'HmacSHA'))}{bits}", f"period={period}"]
        command += [f"--totp=SHA{bits}", f"--time-step-size={period}s"]
    chance.shuffle(parts)
    kind = "hotp" if "--hotp" in command else "totp"
    return f"otpauth://{kind}/{label}?{'&'.join(parts)}", [*command, seed], chance.randrange(2**32)


@pytest.mark.soak
def test_random_uris_make_the_codes_of_oathtool(soak_scale: SoakScale) -> None:
    need("oathtool")
    chance = random.Random(4226)  # noqa: S311 - the same ones in every run
    for _ in range(soak_scale(1000)):
        uri, command, at = handed_out(chance)
        run = subprocess.run(["oathtool", f"--now=@{at}", *command], capture_output=True, text=True, check=True)
        assert parse(uri).code(at) == run.stdout.strip(), uri
