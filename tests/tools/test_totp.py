"""One-time passwords: the codes of the RFCs, and every spelling that people paste."""

from __future__ import annotations

import base64
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.errors import Invalid
from tui.model.secret import Secret
from tui.tools.totp import Algorithm, OneTimePassword, advanced, parse, uri

RFC_SEED = base64.b32encode(b"12345678901234567890").decode()
SEED = "JBSWY3DPEHPK3PXP"
STEAM = "63BEDWCQZKTQWPESARIERL5DTTQFCJTK"
AT = 1_700_000_000


def seed_of(length: int) -> str:
    return base64.b32encode((b"1234567890" * 7)[:length]).decode().rstrip("=")


@pytest.mark.parametrize(
    ("counter", "code"),
    enumerate(["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]),
)
def test_codes_of_rfc_4226(counter: int, code: str) -> None:
    otp = parse(f"otpauth://hotp/x?secret={RFC_SEED}&counter={counter}")
    assert otp.code(AT) == otp.code(0) == code
    assert otp.remaining(AT) == math.inf


@pytest.mark.parametrize(
    ("at", "sha1", "sha256", "sha512"),
    [
        (59, "94287082", "46119246", "90693936"),
        (1111111109, "07081804", "68084774", "25091201"),
        (1111111111, "14050471", "67062674", "99943326"),
        (1234567890, "89005924", "91819424", "93441116"),
        (2000000000, "69279037", "90698825", "38618901"),
        (20000000000, "65353130", "77737706", "47863826"),
    ],
)
def test_codes_of_rfc_6238(at: int, sha1: str, sha256: str, sha512: str) -> None:
    for name, length, code in (("SHA1", 20, sha1), ("SHA256", 32, sha256), ("SHA512", 64, sha512)):
        otp = parse(f"otpauth://totp/x?secret={seed_of(length)}&digits=8&algorithm={name}")
        assert otp.code(at) == otp.code(at + 0.9) == code


@pytest.mark.parametrize(
    "text",
    [
        f"steam://{STEAM}",
        f"STEAM://{STEAM.lower()}/",
        f"otpauth://steam/me?secret={STEAM}",
        f"otpauth://totp/Steam:me?secret={STEAM}&issuer=Steam&encoder=steam",
        f"otpauth://totp/me?secret={STEAM}&encoder=STEAM&digits=6&period=30",
        f"otpauth://totp/Steam:me?secret={STEAM}&issuer=Steam&digits=5",
        "steam://9sJB2FDKpws8kgRQSK+jnOBRJmo=",
        "otpauth://steam/me?secret=9sJB2FDKpws8kgRQSK%2BjnOBRJmo%3D",
    ],
)
def test_steam_in_its_spellings(text: str) -> None:
    """The two codes were seen in Steam's own app; they are in KeePassXC's TestTotp too."""
    otp = parse(text)
    assert (otp.code(1511200518), otp.code(1511200714)) == ("FR8RV", "9P3VP")
    assert otp.remaining(1511200518) == 12


@pytest.mark.parametrize(
    "pasted",
    [
        SEED,
        SEED.lower(),
        "jbsw y3dp ehpk 3pxp",
        "JBSW-Y3DP-EHPK-3PXP",
        "JBSW\u2011Y3DP\u00a0EHPK\u20133PXP",
        "  JBSWY3DPEHPK3PXP\r\n",
        "JBSWY3DP\nEHPK3PXP",
        "\ufeffJBSWY3DPEHPK3PXP\u200b",
        '"JBSWY3DPEHPK3PXP"',
        "JBSWY3DPEHPK3PXP=",
        "JBSWY3DPEHPK3PXP======",
        "JBSWY3DPEHPK3PXP%3D%3D",
        "JBSWY3DPEHPK3PXPA",
        f"otpauth://totp/?secret={SEED}",
        f"otpauth://totp?secret={SEED}",
        f"OTPAUTH://TOTP/x?SECRET={SEED}",
        f"otpauth://totp/x?secret={SEED.lower()}&digits=&period=&algorithm=",
        "otpauth://totp/x?secret=jbsw+y3dp%20ehpk-3pxp%3D%3D%3D",
        f"otpauth://totp/x?secret={SEED}&secret={SEED}",
        f"otpauth://totp/x?secret={SEED}&algorithm=HmacSHA1&image=https%3A%2F%2Fx&lock=true",
        f"otpauth://totp/x?issuer=a&amp;secret={SEED}&amp;digits=6",
        f"otpauth://totp/x#1?secret={SEED}",
        f"otpauth://totp/who?me?issuer=Are you?&secret={SEED}",
        f"otpauth%3A%2F%2Ftotp%2Fx%3Fsecret%3D{SEED}",
        f"otpauth://totp/a\n  b?secret={SEED}\n",
        f"otpauth://totp/x?secret={SEED}&counter=7",
    ],
)
def test_the_same_seed_in_many_spellings(pasted: str) -> None:
    otp = parse(pasted)
    assert (otp.digits, otp.period, otp.algorithm, otp.counter) == (6, 30, Algorithm.SHA1, None)
    assert otp.code(AT) == "324550"
    assert otp.remaining(AT) == 10


@pytest.mark.parametrize("length", range(8, 73))
def test_seeds_of_any_length_are_read_as_far_as_they_fill_bytes(length: int) -> None:
    letters = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 3)[:length]
    bits = "".join(f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.index(letter):05b}" for letter in letters)
    whole = bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits) - 7, 8))
    assert parse(letters) == OneTimePassword(Secret(base64.b32encode(whole).decode().rstrip("=")))


@pytest.mark.parametrize(
    ("spelling", "algorithm"),
    [
        *((name, Algorithm.SHA1) for name in ("SHA1", "sha-1", "SHA_1", "HmacSHA1", "hmac-sha1", "SHA")),
        *((name, Algorithm.SHA256) for name in ("SHA256", "sha-256", "Sha 256", "HMAC-SHA-256", "SHA2-256")),
        *((name, Algorithm.SHA512) for name in ("SHA512", "SHA-512", "HMACSHA512", "sha%2D512", "SHA512+")),
    ],
)
def test_hashes_in_their_spellings(spelling: str, algorithm: Algorithm) -> None:
    assert parse(f"otpauth://totp/x?secret={SEED}&algorithm={spelling}").algorithm is algorithm


@pytest.mark.parametrize("digits", [5, 6, 7, 8, 9, 10])
@pytest.mark.parametrize("period", [1, 10, 30, 45, 60, 86_400])
def test_digits_and_periods(digits: int, period: int) -> None:
    otp = parse(f"otpauth://totp/x?secret={SEED}&digits={digits}&period={period}")
    assert otp.code(AT).isdigit()
    assert len(otp.code(AT)) == digits
    start = AT - AT % period
    assert otp.code(start) == otp.code(start + period - 0.001)
    assert otp.remaining(start) == period
    assert otp.remaining(start + period - 0.25) == 0.25


@pytest.mark.parametrize(
    ("path", "query", "label", "issuer"),
    [
        ("", "", "", ""),
        ("me", "", "me", ""),
        ("me@example.com", "", "me@example.com", ""),
        ("me%40example.com", "&issuer=ACME%20Co", "me@example.com", "ACME Co"),
        ("ACME:me", "", "me", "ACME"),
        ("ACME%3Ame", "", "me", "ACME"),
        ("ACME:%20me", "", "me", "ACME"),
        ("ACME%3A%20me", "&issuer=ACME", "me", "ACME"),
        ("acme:me", "&issuer=ACME", "me", "ACME"),
        ("ACME+Co:a+b", "&issuer=ACME+Co", "ACME+Co:a+b", "ACME Co"),
        ("db:5432", "&issuer=Postgres", "db:5432", "Postgres"),
        ("ACME:john:doe", "", "john:doe", "ACME"),
        ("A%3AB:me", "&issuer=A:B", "me", "A:B"),
        ("A%3AB:me", "", "me", "A:B"),
        ("a/b/c", "&issuer=x%26y", "a/b/c", "x&y"),
        ("%E9%8A%80%E8%A1%8C:%C3%BC", "", "ü", "銀行"),
        ("100%:me", "", "me", "100%"),
    ],
)
def test_labels_and_issuers(path: str, query: str, label: str, issuer: str) -> None:
    otp = parse(f"otpauth://totp/{path}?secret={SEED}{query}")
    assert (otp.label, otp.issuer) == (label, issuer)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "no seed"),
        ("  - = ", "no seed"),
        ("324550", "one-time code"),
        ("23 45 67", "one-time code"),
        ("ABCDEF", "too short"),
        ("JBSWY3DPEHPK3PX0", "character 16"),
        ("JBSWY3DP1HPK3PXP", "character 9"),
        ("JBSWY3DP!", "character 9"),
        ("JBSW=Y3DP", "character 5"),
        ("JBSWY3DPEHPK3PXß", "character 16"),
        ("JBSWY3DPEHPK3PXP\u0131", "character 17"),
        ("3132333435363738393031323334353637383930", "hexadecimal"),
        ("https://example.com/totp?secret=" + SEED, "another address"),
        ("otpauth-migration://offline?data=CjEK", "several"),
        (f"otpauth://totp/x?issuer={SEED}", "no secret"),
        ("otpauth://totp/x", "no secret"),
        ("otpauth://", "no secret"),
        ("otpauth://totp/x?secret=", "no seed"),
        ("otpauth://totp/x?secret=A", "too short"),
        ("otpauth://totp/x?secret=JBSWY3DP8", "character 9"),
        (f"otpauth://totp/x?secret={SEED}&secret={RFC_SEED}", "twice"),
        (f"otpauth://totp/x?secret={SEED}&digits=6&digits=8", "twice"),
        (f"otpauth://totp/x?secret={SEED}&digits=4", "digits"),
        (f"otpauth://totp/x?secret={SEED}&digits=11", "digits"),
        (f"otpauth://totp/x?secret={SEED}&digits=six", "digits"),
        (f"otpauth://totp/x?secret={SEED}&digits=\uff16", "digits"),
        (f"otpauth://totp/x?secret={SEED}&period=0", "period"),
        (f"otpauth://totp/x?secret={SEED}&period=-30", "period"),
        (f"otpauth://totp/x?secret={SEED}&period=30s", "period"),
        (f"otpauth://totp/x?secret={SEED}&period={'9' * 5000}", "too long"),
        (f"otpauth://totp/x?secret={SEED}&period={'9' * 500}", "period"),
        (f"otpauth://totp/x?secret={SEED}&algorithm=MD5", "hash"),
        (f"otpauth://totp/x?secret={SEED}&algorithm=SHA3-256", "hash"),
        (f"otpauth://totp/x?secret={SEED}&encoder=yandex", "encoder"),
        (f"otpauth://hotp/x?secret={SEED}", "counter"),
        (f"otpauth://hotp/x?secret={SEED}&counter=-1", "counter"),
        (f"otpauth://hotp/x?secret={SEED}&counter={2**64}", "counter"),
        (f"otpauth://hotp/x?secret={SEED}&counter=1&encoder=steam", "Steam"),
        (f"otpauth://steam/x?secret={SEED}&algorithm=SHA256", "Steam"),
        (f"otpauth://yaotp/x?secret={SEED}", "begin"),
        ("steam://", "no seed"),
        ("steam://9sJB2FDKpws8kgRQSK+jnOBRJmo", "character"),
    ],
)
def test_what_cannot_be_read_is_said_and_never_guessed(text: str, word: str) -> None:
    with pytest.raises(Invalid) as raised:
        parse(text)
    sentence = str(raised.value)
    assert word in sentence
    assert sentence.endswith(".")
    assert SEED[:8] not in sentence
    assert raised.value.__cause__ is None


def test_a_time_that_no_clock_shows_has_no_code() -> None:
    for at in (-1, math.nan, math.inf, 1e300):
        with pytest.raises(Invalid):
            parse(SEED).code(at)


def test_the_seed_is_not_seen() -> None:
    otp = parse(f"otpauth://totp/ACME:me?secret={SEED}")
    assert SEED not in f"{otp!r} {otp} {uri(otp)!r}"
    assert "••••" in repr(otp)


TEXTS = st.one_of(
    st.text(st.characters()),
    st.text(st.characters()).map(lambda text: f"otpauth://totp/{text}?secret={SEED}&{text}"),
    st.lists(
        st.sampled_from(
            ["otpauth://", "steam://", "totp", "hotp/", "/", "?", "&", "=", ":", "%3A", "%", "#", "secret=", "issuer=",
             "digits=", "8", "period=", "60", "counter=", "5", "algorithm=", "sha256", "encoder=steam", SEED, " ", "a"]
        ),
        max_size=14,
    ).map("".join),
)  # fmt: skip


@given(TEXTS, st.floats(0, 1e11))
def test_any_text_is_a_value_or_a_sentence(text: str, at: float) -> None:
    try:
        otp = parse(text)
    except Invalid as error:
        assert str(error).endswith(".")
        return
    assert len(otp.code(at)) == otp.digits
    assert otp.remaining(at) > 0
    assert parse(uri(otp).reveal()) == otp


@given(
    st.binary(min_size=1, max_size=70),
    st.sampled_from(Algorithm),
    st.integers(5, 10),
    st.integers(1, 86_400),
    st.none() | st.integers(0, 2**64 - 1),
)
def test_a_uri_reads_back_as_it_was(
    seed: bytes, algorithm: Algorithm, digits: int, period: int, counter: int | None
) -> None:
    otp = OneTimePassword(
        Secret(base64.b32encode(seed).decode().rstrip("=")),
        algorithm,
        digits,
        30 if counter is not None else period,
        counter,
        label="a b:c&d?e#f%",
        issuer="Ünï & Co: x",
    )
    assert parse(uri(otp).reveal()) == otp


@pytest.mark.parametrize(
    ("kept", "then"),
    [
        (
            "otpauth://hotp/A:ada?secret=jbsw+y3dp&counter=41&image=x",
            "otpauth://hotp/A:ada?secret=jbsw+y3dp&counter=42&image=x",
        ),
        ("otpauth://hotp/A?COUNTER=0&secret=JBSWY3DP", "otpauth://hotp/A?counter=1&secret=JBSWY3DP"),
        ("key=JBSWY3DP&type=Hotp&counter=9", "key=JBSWY3DP&type=Hotp&counter=10"),
        (
            "otpauth%3A%2F%2Fhotp%2FA%3Fsecret%3DJBSWY3DP%26counter%3D7",
            "otpauth://hotp/A?secret=JBSWY3DP&algorithm=SHA1&digits=6&counter=8",
        ),
    ],
)
def test_a_counter_goes_on_and_all_else_stays(kept: str, then: str) -> None:
    now, after = parse(kept), advanced(Secret(kept))
    assert after == Secret(then)
    assert now.counter is not None
    assert parse(then) == replace(now, counter=now.counter + 1)


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ("JBSWY3DPEHPK3PXP", "goes by the time"),
        ("otpauth://hotp/A?secret=JBSWY3DP&counter=18446744073709551615", "the last of its counters"),
        ("nonsense!", "letters A–Z"),
    ],
)
def test_what_has_no_next_counter_says_so(kept: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        advanced(Secret(kept))
