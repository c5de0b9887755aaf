"""What the columns of a CSV file mean: by their names, as other programs and people write them.

The names of other programs were taken from their own code that writes or reads them: Chromium's password_csv_writer.cc,
Firefox's tests of LoginCSVImport, KeePass's KeePassCsv1x.cs, KeePassXC's CsvExporter.cpp, Keeper Commander's importers,
and Bitwarden's importers of Dashlane, NordPass, Keeper and LastPass. The rest is only from other
projects' code and tests.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum


class Target(StrEnum):
    """What a column becomes. The value is how it is called."""

    TITLE = "title"
    USERNAME = "user name"
    EMAIL = "e-mail address, the user name where there is no other"
    PASSWORD = "password"  # noqa: S105 - the name of a column
    URL = "website"
    NOTES = "notes"
    OTP = "one-time password"
    TAGS = "tags"
    FOLDER = "folder"
    FAVOURITE = "favourite"
    ARCHIVED = "archived"
    TYPE = "kind of item"
    CARD_NUMBER = "card number"
    CARD_HOLDER = "card holder"
    CARD_CODE = "card code"
    CARD_EXPIRY = "card expiry"
    FIELDS = "several fields"
    FIELD = "field of its own"
    HIDDEN = "hidden field of its own"
    IGNORE = "left out"


_NAMES = {
    Target.TITLE: "title name account itemname entry entryname site service titel bezeichnung titre nom titolo nome "
    "titulo nombre naam tytul",
    Target.USERNAME: "username user login loginname userid loginusername username2 username3 benutzername benutzer "
    "nutzername identifiant utilisateur nomdutilisateur usuario nombredeusuario nomeutente utente gebruikersnaam "
    "nomedeusuario uzytkownik",
    Target.EMAIL: "email emailaddress mail emailadresse courriel correo",
    Target.PASSWORD: "password pass passwd pwd loginpassword kennwort passwort motdepasse contrasena senha wachtwoord "
    "haslo",
    Target.URL: "url uri urls website websiteaddress websiteurl web webadresse webseite siteweb sitioweb "
    "loginuri loginurl link domain host additionalurls autofillurls",
    Target.NOTES: "notes note comments comment extra notizen notiz bemerkung bemerkungen kommentar remarque remarques "
    "commentaire notas nota memo description beschreibung opmerkingen",
    Target.OTP: "otpauth totp otp otpurl otpsecret logintotp onetimepassword onetimecode totpsecret totpuri 2fa "
    "twofactor authenticator tfckeeper",
    Target.TAGS: "tags tag labels schlagworte etiquetas etiquettes",
    Target.FOLDER: "folder sharedfolder group grouping collections collection category vault path gruppe ordner "
    "kategorie dossier groupe carpeta grupo categoria map",
    Target.FAVOURITE: "favorite favourite fav favorit favori favorito starred",
    Target.ARCHIVED: "archived archiveddate",
    Target.TYPE: "type itemtype typ",
    Target.CARD_NUMBER: "cardnumber ccnumber",
    Target.CARD_HOLDER: "cardholdername cardholder",
    Target.CARD_CODE: "cvc cvv cardcode securitycode",
    Target.CARD_EXPIRY: "expirydate cardexpiry",
    Target.FIELDS: "fields customfields",
    # What only the program that wrote it can use: times, numbers, pictures.
    Target.IGNORE: "guid timecreated timelastused timepasswordchanged formactionorigin icon lastmodified created "
    "createtime modifytime reprompt",
}
_BY_NAME = {name: target for target, names in _NAMES.items() for name in names.split()}

_SECRET = re.compile(
    r"\b(?:pins?|answers?|antwort|keys?|codes?|backup|private|cv[vc]|seed|ssn|pass|pwd)\b|"
    r"secret|recovery|token|password|passphrase|kennwort|passwort"
)
_CAMEL = re.compile("(?<=[a-z])(?=[A-Z])")

_SOURCES = (
    ("Bitwarden", "name loginuri loginusername loginpassword"),
    ("Firefox", "url username password httprealm guid"),
    ("KeePassXC", "group title username password url notes"),
    ("KeePass", "account loginname password website comments"),
    ("LastPass", "url username password extra name grouping"),
    ("Dashlane", "username username2 title password note url category"),
    ("NordPass", "name url username password note cardholdername"),
    ("Proton Pass", "type name url username password note totp"),
    ("1Password", "title url username password otpauth favorite archived tags notes"),
    ("Safari", "title url username password notes otpauth"),
    ("Keeper", "folder title login password websiteaddress notes"),
    ("RoboForm", "name url matchurl login pwd note"),
    ("Chrome, Edge or Brave", "name url username password"),
)


def plain(name: str) -> str:
    """Return a name without case, accents, spaces and signs, as the tables here have it."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in decomposed if char.isalnum())


def by_name(name: str) -> Target | None:
    """Return what a column of this name becomes, or None where the name is not known."""
    return _BY_NAME.get(plain(name))


def hides(name: str) -> bool:
    """Whether a name sounds as if nobody should see what is in the column."""
    words = re.sub(r"[\W_]+", " ", _CAMEL.sub(" ", name))
    return _SECRET.search(words.lower()) is not None


def source(names: Sequence[str]) -> str:
    """Return the program whose export has columns of these names, or ""."""
    found = {plain(name) for name in names}
    return next((program for program, needed in _SOURCES if found.issuperset(needed.split())), "")
