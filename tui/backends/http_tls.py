"""Which certificates a service may show. They are always checked, and no environment variable has a say in it."""

from __future__ import annotations

import ssl
from pathlib import Path

from tui.host.display import display_text
from tui.model.errors import Invalid


def context(ca_file: str = "", *, used: bool = True) -> ssl.SSLContext:
    """Return what trusts the system's certificates, or only those of a PEM file. Reads files, which takes 20 ms.

    Where it is not `used`, since nothing is encrypted, it trusts nobody.

    Raises:
        Invalid: the file cannot be read, or has no certificate in it.
    """
    # Not ssl.create_default_context(), which writes the keys of the connections where an environment variable says.
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file:
        _trust_file(made, ca_file)
    elif used:
        _trust_system(made)
    return made


def _trust_file(made: ssl.SSLContext, ca_file: str) -> None:
    named, empty = display_text(ca_file), False
    try:
        path = Path(ca_file).expanduser()
        found = path.is_file()
        if found:
            made.load_verify_locations(cafile=path)
            empty = made.cert_store_stats()["x509"] == 0
    except ssl.SSLError:
        found = empty = True
    except OSError as error:
        raise Invalid(f"The file of certificates “{named}” cannot be read: {error.strerror}.") from None
    except RuntimeError:  # "~nobody"
        found = False
    if not found:
        raise Invalid(f"The file of certificates “{named}” is not there: correct its path, or leave it empty.")
    if empty:
        raise Invalid(f"The file “{named}” has no certificate in it that can be read: it must be in the PEM format.")
    made.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # what is in the file is trusted, also where it is no root


def _trust_system(made: ssl.SSLContext) -> None:
    """Trust what OpenSSL was built to trust; where that is not there, what certifi has."""
    paths = ssl.get_default_verify_paths()
    file, folder = Path(paths.openssl_cafile), Path(paths.openssl_capath)
    try:
        found_file = file.is_file()
        found_folder = folder.is_dir() and any(folder.iterdir())
        if found_file or found_folder:
            made.load_verify_locations(file if found_file else None, folder if found_folder else None)
            return
    except OSError:
        raise Invalid(f"The system’s certificates cannot be read: see to {file}, or give the account a file.") from None
    import certifi

    made.load_verify_locations(certifi.where())
