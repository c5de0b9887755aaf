"""Who has access to a vault of 1Password: what is asked for, to the letter, and what is made of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.backends.onepassword.access import Access
from tui.backends.onepassword.calls import Calls
from tui.backends.onepassword.managing import Managing
from tui.backends.onepassword.messages import NoRight
from tui.model.account import AccountConfig, TokenSource
from tui.model.action import Action
from tui.model.errors import Denied, NotFound, RateLimited, TokenRefused, VaultError
from tui.model.ids import AccountId, VaultId
from tui.model.permission import GroupId, Permission
from tui.model.secret import Secret

pytest.importorskip("onepassword")

from tests.servers.onepassword.official import official, official_request

VAULT, DEVELOPERS, OWNERS = VaultId("v" * 26), GroupId("d" * 26), GroupId("o" * 26)
P = Permission
STRANGE = 1 << 33


def accessor(who: str, permissions: object, kind: str = "group") -> dict[str, object]:
    """Return who may do what as the service tells it."""
    return {"vaultUuid": VAULT, "accessorType": kind, "accessorUuid": who, "permissions": permissions}


def group(name: str, kind: str = "userDefined", state: str = "active") -> dict[str, object]:
    """Return a group as the service tells it."""
    return {"id": "", "title": name, "description": f"of {name}", "groupType": kind, "state": state}


class Asked(Calls):
    """Answers from what is set, and keeps what was asked. An error is raised."""

    def __init__(self) -> None:
        config = AccountConfig(AccountId("a"), "onepassword", "Team", "", TokenSource.SEALED)
        other = Calls.for_account(config, Secret("s3cret-token"))
        super().__init__(other._opening, other.meter)
        self.access: object = [accessor(DEVELOPERS, 32 | STRANGE), accessor(OWNERS, 2), accessor("ada", 2, "user")]
        self.groups: dict[str, object] = {DEVELOPERS: group("Developers"), OWNERS: group("Owners", "owners")}
        self.errors: dict[str, VaultError] = {}
        self.sent: list[tuple[str, Any]] = []

    async def ask(self, name: str, parameters: Mapping[str, object], what: str) -> object:
        """Answer."""
        self.sent.append((name, parameters))
        if name in self.errors:
            raise self.errors[name]
        if name == "VaultsGet":
            return {"id": VAULT, "title": "Prod", "access": self.access}
        if name == "GroupsGet":
            found = self.groups.get(str(parameters["group_id"]))
            if found is None:
                raise NotFound("1Password does not find the group.")
            return found
        return None

    @property
    def names(self) -> list[str]:
        """The names of what was asked."""
        return [name for name, _ in self.sent]


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def access(asked: Asked) -> Access:
    return Access(asked, Managing(service_account=True))


async def test_groups_come_with_names_and_whole_permissions_and_people_are_counted(
    asked: Asked, access: Access
) -> None:
    found = await access.vault_access(VAULT)
    assert [(one.group.name, one.group.kind) for one in found.groups] == [
        ("Developers", "custom group"),
        ("Owners", "built in"),
    ]
    assert [int(one.permissions) for one in found.groups] == [32 | STRANGE, 2]
    assert found.people == 1


async def test_each_group_is_asked_for_once(asked: Asked, access: Access) -> None:
    await access.vault_access(VAULT)
    await access.vault_access(VAULT)
    assert (await access.group(OWNERS)).name == "Owners"
    assert sorted(asked.names) == ["GroupsGet", "GroupsGet", "VaultsGet", "VaultsGet"]


async def test_a_group_whose_name_is_not_told_is_shown_by_its_id(asked: Asked, access: Access) -> None:
    asked.groups.clear()
    found = await access.vault_access(VAULT)
    assert [one.group.name for one in found.groups] == [DEVELOPERS, OWNERS]
    asked.errors["GroupsGet"] = RateLimited("too much")
    assert len((await access.vault_access(VAULT)).groups) == 2


async def test_a_limit_stops_the_reading(asked: Asked, access: Access) -> None:
    asked.errors["GroupsGet"] = RateLimited("too much")
    with pytest.raises(RateLimited):
        await access.vault_access(VAULT)


async def test_a_group_that_is_not_there_is_not_found(access: Access) -> None:
    with pytest.raises(NotFound):
        await access.group(GroupId("nobody"))


async def test_that_nobody_is_named_is_told_apart_from_that_nobody_has_access(asked: Asked, access: Access) -> None:
    asked.access = []
    assert (await access.vault_access(VAULT)).groups == ()
    asked.access = None
    with pytest.raises(Denied, match="does not say who has access"):
        await access.vault_access(VAULT)


async def test_requests_are_those_of_the_official_methods(asked: Asked, access: Access) -> None:
    night = GroupId("n" * 26)
    await access.vault_access(VAULT)
    await access.set_access(VAULT, night, P.READ_ITEMS)
    await access.set_access(VAULT, DEVELOPERS, P.READ_ITEMS | P.CREATE_ITEMS | Permission(STRANGE))
    await access.set_access(VAULT, OWNERS, Permission(0))
    let_in = official("GroupAccess", {"groupId": night, "permissions": 32})
    changed = {"vaultId": VAULT, "groupId": DEVELOPERS, "permissions": 32 | 128 | STRANGE}
    assert asked.sent == [
        official_request("vaults.get", VAULT, official("VaultGetParams", {"accessors": True})),
        official_request("groups.get", DEVELOPERS, official("GroupGetParams", {})),
        official_request("groups.get", OWNERS, official("GroupGetParams", {})),
        official_request("vaults.grant_group_permissions", VAULT, [let_in]),
        official_request("vaults.update_group_permissions", [official("GroupVaultAccess", changed)]),
        official_request("vaults.revoke_group_permissions", VAULT, OWNERS),
    ]


async def test_a_group_that_was_let_in_is_changed_then_and_one_taken_out_is_let_in_anew(
    asked: Asked, access: Access
) -> None:
    await access.vault_access(VAULT)
    night = GroupId("n" * 26)
    for permissions in (P.READ_ITEMS, P.READ_ITEMS | P.CREATE_ITEMS, Permission(0), Permission(0), P.READ_ITEMS):
        await access.set_access(VAULT, night, permissions)
    assert [name.removeprefix("Vaults") for name in asked.names[3:]] == [
        "GrantGroupPermissions",
        "UpdateGroupPermissions",
        "RevokeGroupPermissions",
        "GrantGroupPermissions",
    ]


async def test_who_is_inside_is_read_first_where_it_is_not_known_or_something_went_wrong(
    asked: Asked, access: Access
) -> None:
    await access.set_access(VAULT, DEVELOPERS, P.READ_ITEMS)
    assert asked.names == ["VaultsGet", "VaultsUpdateGroupPermissions"]
    asked.errors["VaultsUpdateGroupPermissions"] = NotFound("gone")
    with pytest.raises(NotFound):
        await access.set_access(VAULT, DEVELOPERS, P.READ_ITEMS)
    asked.access = []
    await access.set_access(VAULT, DEVELOPERS, P.READ_ITEMS)
    assert asked.names[-2:] == ["VaultsGet", "VaultsGrantGroupPermissions"]


@pytest.mark.parametrize(
    ("service_account", "sentence"), [(True, "only in vaults that it made itself"), (False, "“Manage Vault”")]
)
async def test_a_refusal_is_told_in_plain_words_and_remembered_for_that_vault(
    asked: Asked, service_account: bool, sentence: str
) -> None:
    managing = Managing(service_account=service_account)
    access = Access(asked, managing)
    asked.errors["VaultsUpdateGroupPermissions"] = NoRight("1Password refuses the access of the group.")
    with pytest.raises(Denied, match=sentence):
        await access.set_access(VAULT, DEVELOPERS, P.READ_ITEMS)
    assert sentence in (managing.refusal(Action.CHANGE_ACCESS, VAULT) or "")
    assert managing.refusal(Action.CHANGE_ACCESS, VaultId("other")) is None
    managing.forgive()
    assert managing.refusal(Action.CHANGE_ACCESS, VAULT) is None


@pytest.mark.parametrize("error", [TokenRefused("The token is refused."), Denied("The app lets nobody in.")])
async def test_what_says_nothing_of_a_right_is_told_as_it_is_and_not_remembered(asked: Asked, error: Denied) -> None:
    managing = Managing(service_account=True)
    asked.errors["VaultsUpdateGroupPermissions"] = error
    with pytest.raises(type(error), match=str(error)):
        await Access(asked, managing).set_access(VAULT, DEVELOPERS, P.READ_ITEMS)
    assert managing.refusal(Action.CHANGE_ACCESS, VAULT) is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
odd_accessors = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "accessorType": st.sampled_from(["group", "user", "robot"]) | json_values,
            "accessorUuid": json_values,
            "permissions": json_values,
        },
    )
    | json_values,
    max_size=4,
)


@given(odd_accessors | json_values, json_values)
async def test_an_odd_answer_breaks_nothing(told: object, of_group: object) -> None:
    asked = Asked()
    asked.access = told
    asked.errors = {}
    asked.groups = dict.fromkeys([DEVELOPERS], of_group)
    access = Access(asked, Managing(service_account=True))
    try:
        found = await access.vault_access(VAULT)
        named = await access.group(DEVELOPERS)
    except VaultError:
        return
    assert named.id == DEVELOPERS
    assert all(one.permissions >= 0 and one.group.name is not None for one in found.groups)
    assert found.people >= 0
