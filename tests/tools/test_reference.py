"""Secret references: read by the rules that 1Password's SDK has, which is asked itself."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.names import STRANGE, encodable
from tui.model.errors import Invalid
from tui.tools.reference import SecretReference, parse

TAKEN = [
    "op://vault/item/field",
    "op://vault/item/section/field",
    "op://Prod DB/My App/API keys/client_secret.v2-old",
    "op://hfnjvi6aymbsnfc2xeeoheizda/wepiqdxdzncjtnvmv5fegud4qy/password",
    "op://v/i/f?attribute=otp",
    "op://v/i/s/f?attribute=otp",
    "op://v/i/f?attribute=totp",
    "op://v/i/f?ssh-format=openssh",
    "op://v/i/s/f?ssh-format=openssh",
    "op://v/i/f ",
    "op://v /i/ f",
    "op://./../...",
    "op://-/_/0",
    "op://op/op/op",
    "op://0/1/2/3",
    "op://v/i/s.s/f f?attribute=totp",
    "op://a  b/c/d",
]
REFUSED = [
    "",
    " ",
    "op",
    "op:",
    "op:/v/i/f",
    "op://",
    "op:///",
    "op://v",
    "op://v/i",
    "op://v/i?attribute=otp",
    "op://v/i/s/f/x",
    "op://v/i/s/f/",
    "OP://v/i/f",
    "Op://v/i/f",
    " op://v/i/f",
    "\top://v/i/f",
    "'op://v/i/f'",
    '"op://v/i/f"',
    "{{ op://v/i/f }}",
    "KEY=op://v/i/f",
    "op://v/i/f\n",
    "op://v/i/f\r",
    "op://v/i\t/f",
    "op://v/i/f\0",
    "https://v/i/f",
    "v/i/f",
    "op://v/i/f?",
    "op://v/i/f?attribute",
    "op://v/i/f?attribute=",
    "op://v/i/f?=otp",
    "op://v/i/f?attribute=OTP",
    "op://v/i/f?Attribute=otp",
    "op://v/i/f?attribute=otp ",
    "op://v/i/f?attribute= otp",
    "op://v/i/f? attribute=otp",
    "op://v/i/f?attribute=type",
    "op://v/i/f?attribute=value",
    "op://v/i/f?attribute=purpose",
    "op://v/i/f?attribute=content",
    "op://v/i/f?attribute=openssh",
    "op://v/i/f?attribute=otp/x",
    "op://v/i/f?attribute=otp&",
    "op://v/i/f?&attribute=otp",
    "op://v/i/f?attribute=otp&attribute=otp",
    "op://v/i/f?attribute=otp&ssh-format=openssh",
    "op://v/i/f?attribute=otp?attribute=otp",
    "op://v/i/f?ssh-format=openssh&attribute=otp",
    "op://v/i/f?ssh-format=pkcs8",
    "op://v/i/f?ssh-format=OpenSSH",
    "op://v/i/f?ssh-format=otp",
    "op://v/i/f?ssh_format=openssh",
    "op://v/i/f?x=y",
    "op://v?attribute=otp/i/f",
    "op://v/i?/f",
    "op://${VAULT}/i/f",
    "op://$VAULT/i/f",
    "op://v/i/f#x",
]
DIFFERENT = {
    "op://v//f": "the item is empty",
    "op:///i/f": "the vault is empty",
    "op://v/i/": "the field is empty",
    "op://v/i//f": "the section is empty",
    "op://v/i/f/": "the field is empty",
    "op:////": "every part is empty",
    "op://v/i/?attribute=otp": "the field is empty",
    "op:// /i/f": "the vault is a space",
    "op://v/  /f": "the item is spaces",
    "op://v/i/ /f": "the section is a space",
    "op://v/i/ ": "the field is a space",
}
"""What the SDK takes and we refuse, with the reason. It leads to nothing: some name was not filled in."""


def everywhere(name: str) -> list[str]:
    """Return the references that have a name in each of their places."""
    return [f"op://a{name}b/i/f", f"op://v/{name}/s/f", f"op://v/i/{name}z/f", f"op://v/i/x{name}"]


ALL = [*TAKEN, *REFUSED, *DIFFERENT, *itertools.chain.from_iterable(map(everywhere, STRANGE))]


def takes(text: str) -> bool:
    try:
        parse(text)
    except Invalid:
        return False
    return True


@pytest.mark.parametrize("text", TAKEN)
def test_what_is_read_is_written_again_as_it_was(text: str) -> None:
    assert str(parse(text)) == text


@pytest.mark.parametrize("text", [*REFUSED, *DIFFERENT])
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        parse(text)


def test_the_parts() -> None:
    assert parse("op://v/i/f") == SecretReference("v", "i", "f")
    assert parse("op://v/i/s/f?attribute=totp") == SecretReference("v", "i", "f", "s", attribute="totp")
    assert parse("op://v/i/f?ssh-format=openssh") == SecretReference("v", "i", "f", ssh_format="openssh")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("OP://v/i/f", "does not begin with op://"),
        ("op://v/i", "has 2 parts"),
        ("op://v//f", "The item of the secret reference is empty"),
        ("op://v/i/s@t/f", "Character 2 of the section cannot stand"),
        ("op://v/${APP}/f", "The item of the secret reference has a variable"),
        ("op://v/i/f?attribute=type", "After the ?"),
    ],
)
def test_the_reason_names_the_part(text: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence.replace("?", r"\?")):
        parse(text)


def test_300_references_find_the_verdict_of_the_sdk(sdk: Callable[[str], bool]) -> None:
    assert len(set(ALL)) >= 300
    assert {text for text in ALL if takes(text) != sdk(text)} == set(DIFFERENT)
    assert all(map(sdk, DIFFERENT))


NEAR = st.from_regex(r"\A(op://)?([a-zA-Z0-9 _.\-]{0,3}[/?=&@]?){0,5}(\?(attribute|ssh-format)=(otp|totp|openssh))?\Z")


TEXTS = st.one_of(NEAR, st.text(), st.text(st.sampled_from("op:/?= v@&")).map("op://".__add__))


@given(TEXTS)
def test_any_text_is_a_reference_or_invalid(text: str) -> None:
    try:
        found = parse(text)
    except Invalid:
        return
    assert str(found) == text


@given(TEXTS.filter(encodable))
def test_the_sdk_has_the_same_verdict_of_any_text(sdk: Callable[[str], bool], text: str) -> None:
    if takes(text):
        assert sdk(text)
    elif sdk(text):
        parts = text.removeprefix("op://").partition("?")[0].split("/")
        assert any(not part.strip(" ") for part in parts)


def test_two_parameters_cannot_be_put_together_by_hand() -> None:
    for more in ({"attribute": "otp", "ssh_format": "openssh"}, {"attribute": "type"}, {"ssh_format": "pkcs8"}):
        with pytest.raises(Invalid):
            SecretReference("v", "i", "f", **more)
