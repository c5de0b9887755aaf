"""References that 1Password itself resolves: one, or many in one request; and why one does not, in the same words."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.backends.onepassword.place import Office
from tests.backends.onepassword.raw import private_key
from tests.servers.onepassword import OnePassword, hostile
from tests.servers.onepassword.official import difference, official
from tests.servers.onepassword.secrets import MESSAGES
from tui.backends.onepassword.reference_reasons import REASONS
from tui.backends.onepassword.references import NO_ANSWER
from tui.backends.team import Resolver
from tui.model.errors import Invalid, NotFound, RateLimited, TokenRefused, Unreachable, VaultError
from tui.model.secret import Secret

SEED = "JBSWY3DPEHPK3PXP"
ONE, SEVERAL = "SecretsResolve", "SecretsResolveAll"
GOOD = "op://Work/Mail/password"


def concealed(name: str, value: str, section: str | None = None) -> dict[str, object]:
    """Return a field as it is sent."""
    return {"id": name, "title": name, "fieldType": "Concealed", "value": value, "sectionId": section}


def stock(place: Office) -> None:
    """Add what can be referred to, and what is called alike."""
    fields = [
        concealed("password", "s3cret-mail"),
        {"id": "otp", "fieldType": "Totp", "value": SEED},
        {"id": "bad", "fieldType": "Totp", "value": "not a seed!"},
        concealed("first", "s3cret-1", "more") | {"title": "twice"},
        concealed("second", "s3cret-2", "more") | {"title": "twice"},
    ]
    place.add({"title": "Mail", "fields": fields, "sections": [{"id": "more", "title": "More"}]})
    place.add({"title": "Old", "fields": [concealed("password", "s3cret-old")]}, "archived")
    for _ in range(2):
        place.add({"title": "Same", "fields": [concealed("password", "s3cret-same")]})
        place.op.add_vault("Double")
    key = {"id": "private_key", "title": "private key", "fieldType": "SshKey", "value": "no key at all"}
    place.add({"title": "Key", "category": "SshKey", "fields": [key]})
    document = place.op.add_item(place.vault, {"title": "Scan", "category": "Document", "fields": []})
    place.op.add_file(place.vault, document, "scan.png", b"\x89PNG\xff", field="scan")
    place.op.add_file(place.vault, document, "scan.png", b"\x89PNG\xff", field="scan")


WHY = {
    "op://Nowhere/Mail/password": "vaultNotFound",
    "op://Double/Mail/password": "tooManyVaults",
    "op://Work/Post/password": "itemNotFound",
    "op://Work/Old/password": "itemNotFound",
    "op://Work/Same/password": "tooManyItems",
    "op://Work/Mail/pin": "fieldNotFound",
    "op://Work/Mail/twice": "tooManyMatchingFields",
    "op://Work/Mail/Less/password": "noMatchingSections",
    "op://Work/Mail/password?attribute=otp": "incompatibleTOTPQueryParameterField",
    "op://Work/Mail/bad?attribute=otp": "unableToGenerateTotpCode",
    "op://Work/Key/fingerprint": "sSHKeyMetadataNotFound",
    "op://Work/Mail/password?ssh-format=openssh": "incompatibleSshKeyQueryParameterField",
    "op://Work/Key/private key?ssh-format=openssh": "unableToParsePrivateKey",
    "op://Work/Scan/scan": "unsupportedFileFormat",
    "op://Work": "parsing",
}
"""References that lead nowhere."""


async def one(place: Office, text: str) -> Secret | VaultError:
    """Resolve one reference."""
    (found,) = await place.backend.resolve([text])
    return found


async def test_one_is_resolved_by_the_official_request(place: Office) -> None:
    stock(place)
    assert isinstance(place.backend, Resolver)
    found = await one(place, GOOD)
    assert found == Secret("s3cret-mail")
    (sent,) = place.op.sent
    assert difference(sent, "secrets.resolve", GOOD) == []


async def test_many_are_resolved_by_one_request_each_in_its_place(place: Office) -> None:
    stock(place)
    texts = [GOOD, "op://Work/Post/password", "op://Work/Mail/more/first", GOOD]
    mail, post, first, again = await place.backend.resolve(texts)
    assert mail == again == Secret("s3cret-mail")
    assert first == Secret("s3cret-1")
    assert isinstance(post, NotFound)
    (sent,) = place.op.sent
    assert difference(sent, "secrets.resolve_all", texts[:3]) == []
    assert (place.op.reads, place.op.writes) == (1, 0)
    assert await place.backend.resolve([]) == []
    assert place.op.reads == 1


async def test_codes_and_keys_come_in_the_form_that_was_asked_for(place: Office) -> None:
    stock(place)
    field = {"id": "private_key", "title": "private key", "fieldType": "SshKey", "value": private_key()}
    place.add({"title": "Good key", "category": "SshKey", "fields": [field]})
    code, private = await place.backend.resolve(
        ["op://Work/Mail/otp?attribute=otp", "op://Work/Good key/private key?ssh-format=openssh"]
    )
    assert isinstance(code, Secret)
    assert len(code.reveal()) == 6
    assert isinstance(private, Secret)
    assert "BEGIN OPENSSH PRIVATE KEY" in private.reveal()


@pytest.mark.parametrize(("text", "kind"), WHY.items())
async def test_why_one_does_not_resolve_is_said_the_same_alone_and_among_many(
    place: Office, text: str, kind: str
) -> None:
    stock(place)
    among, _ = await place.backend.resolve([text, GOOD])
    for found in (await one(place, text), among):
        assert isinstance(found, REASONS[kind].kind)
        assert str(found).startswith(REASONS[kind].sentence)
        assert "s3cret" not in str(found)


def test_all_that_the_service_says_is_known_here() -> None:
    types = pytest.importorskip("onepassword.types", reason="onepassword-sdk has no wheel for this Python")

    assert {one.value for one in types.ResolveReferenceErrorTypes} == set(REASONS)
    for kind, message in MESSAGES.items():
        assert REASONS[kind].words in message.lower()
    assert all(reason.sentence.endswith(".") for reason in REASONS.values())


@pytest.mark.parametrize("kind", [*REASONS, "aReasonOfTomorrow", ""])
async def test_every_type_of_error_is_told_in_words(place: Office, kind: str) -> None:
    error = {"type": kind} | ({"message": "it says so"} if kind in ("parsing", "unableToGenerateTotpCode") else {})
    if kind in REASONS:
        official("ResolveAllResponse", {"individualResponses": {GOOD: {"error": error}}})
    place.op.twist(SEVERAL, lambda _: {"individualResponses": {GOOD: {"content": None, "error": error}}})
    found, _ = await place.backend.resolve([GOOD, "op://a/b/c"])
    assert isinstance(found, VaultError)
    known = REASONS.get(kind)
    assert str(found).startswith(known.sentence if known else "1Password does not resolve it, for a reason that is")
    assert ("It says: it says so" in str(found)) == (kind == "parsing")


@pytest.mark.parametrize(
    ("kind", "message"),
    [("unableToGenerateTotpCode", "invalid seed s3cret-SEED"), ("parsing", "\x1b]52;c;x\x07" + "x" * 10_000)],
)
async def test_what_is_said_of_a_seed_is_not_quoted_and_other_words_are_cut_and_made_safe(
    place: Office, kind: str, message: str
) -> None:
    error = {"type": kind, "message": message}
    place.op.twist(SEVERAL, lambda _: {"individualResponses": {GOOD: {"content": None, "error": error}}})
    found, _ = await place.backend.resolve([GOOD, "op://a/b/c"])
    assert isinstance(found, VaultError)
    assert "s3cret" not in str(found)
    assert "\x1b" not in str(found)
    assert len(str(found)) < 1000


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {},
        {"individualResponses": []},
        {"individualResponses": {}},
        {"individualResponses": {GOOD: None}},
        {"individualResponses": {GOOD: {"content": {"secret": 1}}}},
        {"individualResponses": {GOOD: {"error": "x"}}},
    ],
)
async def test_where_there_is_no_answer_for_one_that_is_its_answer(place: Office, answer: object) -> None:
    stock(place)
    place.op.twist(SEVERAL, lambda _: answer)
    place.op.twist(ONE, lambda _: answer)
    for found in (*await place.backend.resolve([GOOD, "op://a/b/c"]), await one(place, GOOD)):
        assert isinstance(found, Unreachable)
        assert str(found) == NO_ANSWER


async def test_what_stops_all_is_raised(place: Office) -> None:
    stock(place)
    for texts, name in (([GOOD], ONE), ([GOOD, "op://a/b/c"], SEVERAL)):
        for kind, error, message in (
            (RateLimited, "RateLimitExceeded", "rate limit exceeded"),
            (TokenRefused, "ItemApi", "bad service account token, please rotate it"),
            (Unreachable, "Internal", "reqwest library: error sending request for url"),
        ):
            place.op.fail(name, error, message, times=1)
            with pytest.raises(kind):
                await place.backend.resolve(texts)


async def test_an_answer_with_more_in_it_or_less_is_read(place: Office) -> None:
    stock(place)
    for twist in (hostile.surplus, hostile.sparse):
        place.op.twist(SEVERAL, twist)
        good, bad = await place.backend.resolve([GOOD, "op://Work/Post/password"])
        assert good == Secret("s3cret-mail")
        assert isinstance(bad, NotFound)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
async def test_whatever_is_asked_for_has_an_answer_in_its_place(
    op: OnePassword, place: Office, texts: list[str]
) -> None:
    found = await place.backend.resolve(texts)
    assert len(found) == len(texts)
    assert all(isinstance(answer, Invalid | NotFound | Unreachable) for answer in found)
