"""Why 1Password does not resolve a reference: its own types and words for that, and what each means to a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tui.model.errors import Invalid, NotFound, Unreachable, VaultError


class Reason(NamedTuple):
    """A reason. `words` are in what is said of a reference that is resolved alone, in small letters ("": not known)."""

    kind: type[VaultError]
    words: str
    sentence: str


REASONS: Mapping[str, Reason] = {
    "parsing": Reason(Invalid, "reference could not be parsed", "1Password cannot read this as a reference."),
    "fieldNotFound": Reason(NotFound, "the specified field cannot be found", "The item has no such field."),
    "vaultNotFound": Reason(
        NotFound, "no vault matched the secret", "This account has no such vault, or may not see it."
    ),
    "tooManyVaults": Reason(
        Invalid, "more than one vault matched", "Several vaults have this name; write the vault's id."
    ),
    "itemNotFound": Reason(
        NotFound, "no item matched the secret", "The vault has no such item; archived ones do not count."
    ),
    "tooManyItems": Reason(
        Invalid, "more than one item matched", "Several items of the vault have this name; write the item's id."
    ),
    "tooManyMatchingFields": Reason(
        Invalid,
        "more than one field matched",
        "Several fields of the item have this name; write the section too, or the field's id.",
    ),
    "noMatchingSections": Reason(NotFound, "no section matched the secret", "The item has no such section."),
    "incompatibleTOTPQueryParameterField": Reason(
        Invalid, "totp attribute can only be applied", "The field is no one-time password, so there is no code of it."
    ),
    "unableToGenerateTotpCode": Reason(
        Invalid, "totp code could not be generated", "1Password cannot make a code of what the field holds."
    ),
    "sSHKeyMetadataNotFound": Reason(
        NotFound, "unable to retrieve ssh key field", "1Password finds no key that it can read in the item."
    ),
    "unsupportedFileFormat": Reason(
        Invalid,
        "only text files are supported",
        "The reference leads to a file that is not text: save the file instead.",
    ),
    "incompatibleSshKeyQueryParameterField": Reason(
        Invalid, "ssh key formatting can only be applied", "The field is no private SSH key, so it has no such form."
    ),
    "unableToParsePrivateKey": Reason(
        Invalid, "unable to properly parse private key", "1Password cannot read the private key in the field."
    ),
    "unableToFormatPrivateKeyToOpenSsh": Reason(
        Invalid, "unable to format private key", "1Password cannot bring the private key into OpenSSH's form."
    ),
    "other": Reason(Unreachable, "", "1Password gives no reason why it does not resolve."),
}
"""By its types. The words are those of SDK 0.4.2."""
