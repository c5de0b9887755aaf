"""A place seen as what it can do, or `Denied` with the sentence that it cannot."""

from __future__ import annotations

from tui.backends.protocol import (
    Archiver,
    Attacher,
    Audited,
    Filed,
    Generating,
    ManyWriter,
    Mover,
    Remote,
    VaultKeeper,
    Versioned,
    Writer,
)
from tui.backends.team import (
    AccessKeeper,
    Administered,
    ByIdOpener,
    EnvironmentReader,
    ItemAudited,
    LinkSharer,
    MemberKeeper,
    MemberSharer,
    Resolver,
)
from tui.model.errors import Denied


def writer(backend: object) -> Writer:
    """Return the backend as a `Writer`, or raise `Denied`."""
    if not isinstance(backend, Writer):
        raise Denied("This account can only be read.")
    return backend


def many_writer(backend: object) -> ManyWriter:
    """Return the backend as a `ManyWriter`, or raise `Denied`."""
    if not isinstance(backend, ManyWriter):
        raise Denied("This account makes one item at a time.")
    return backend


def mover(backend: object) -> Mover:
    """Return the backend as a `Mover`, or raise `Denied`."""
    if not isinstance(backend, Mover):
        raise Denied("This account cannot move items by itself.")
    return backend


def archiver(backend: object) -> Archiver:
    """Return the backend as an `Archiver`, or raise `Denied`."""
    if not isinstance(backend, Archiver):
        raise Denied("This account has no archive.")
    return backend


def versioned(backend: object) -> Versioned:
    """Return the backend as a `Versioned`, or raise `Denied`."""
    if not isinstance(backend, Versioned):
        raise Denied("This account keeps no earlier versions.")
    return backend


def vault_keeper(backend: object) -> VaultKeeper:
    """Return the backend as a `VaultKeeper`, or raise `Denied`."""
    if not isinstance(backend, VaultKeeper):
        raise Denied("This account cannot make or change vaults.")
    return backend


def audited(backend: object) -> Audited:
    """Return the backend as `Audited`, or raise `Denied`."""
    if not isinstance(backend, Audited):
        raise Denied("This account keeps no audit log that can be read.")
    return backend


def filed(backend: object) -> Filed:
    """Return the backend as `Filed`, or raise `Denied`."""
    if not isinstance(backend, Filed):
        raise Denied("This account has no files.")
    return backend


def attacher(backend: object) -> Attacher:
    """Return the backend as `Attacher`, or raise `Denied`."""
    if not isinstance(backend, Attacher):
        raise Denied("This account takes no files.")
    return backend


def generating(backend: object) -> Generating:
    """Return the backend as `Generating`, or raise `Denied`."""
    if not isinstance(backend, Generating):
        raise Denied("This account does not generate passwords by itself.")
    return backend


def remote(backend: object) -> Remote:
    """Return the backend as `Remote`, or raise `Denied`."""
    if not isinstance(backend, Remote):
        raise Denied("This account is not at the other end of a network.")
    return backend


def link_sharer(backend: object) -> LinkSharer:
    """Return the backend as a `LinkSharer`, or raise `Denied`."""
    if not isinstance(backend, LinkSharer):
        raise Denied("This account does not share items by link.")
    return backend


def member_keeper(backend: object) -> MemberKeeper:
    """Return the backend as a `MemberKeeper`, or raise `Denied`."""
    if not isinstance(backend, MemberKeeper):
        raise Denied("This account has no members that can be seen here.")
    return backend


def member_sharer(backend: object) -> MemberSharer:
    """Return the backend as a `MemberSharer`, or raise `Denied`."""
    if not isinstance(backend, MemberSharer):
        raise Denied("This account does not share items with members of a team.")
    return backend


def access_keeper(backend: object) -> AccessKeeper:
    """Return the backend as an `AccessKeeper`, or raise `Denied`."""
    if not isinstance(backend, AccessKeeper):
        raise Denied("This account does not say which groups may use a vault.")
    return backend


def environment_reader(backend: object) -> EnvironmentReader:
    """Return the backend as an `EnvironmentReader`, or raise `Denied`."""
    if not isinstance(backend, EnvironmentReader):
        raise Denied("This account has no Environments.")
    return backend


def item_audited(backend: object) -> ItemAudited:
    """Return the backend as `ItemAudited`, or raise `Denied`."""
    if not isinstance(backend, ItemAudited):
        raise Denied("This account does not tell what was done to one item.")
    return backend


def resolver(backend: object) -> Resolver:
    """Return the backend as a `Resolver`, or raise `Denied`."""
    if not isinstance(backend, Resolver):
        raise Denied("This account does not resolve references itself.")
    return backend


def by_id_opener(backend: object) -> ByIdOpener:
    """Return the backend as a `ByIdOpener`, or raise `Denied`."""
    if not isinstance(backend, ByIdOpener):
        raise Denied("This account lists all its items: none is opened by its id.")
    return backend


def administered(backend: object) -> Administered:
    """Return the backend as `Administered`, or raise `Denied`."""
    if not isinstance(backend, Administered):
        raise Denied("This account does not say whether administrators may manage a new vault.")
    return backend
