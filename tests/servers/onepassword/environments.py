"""The call for Environments: the variables of one, by its id."""

from __future__ import annotations

import copy

from tests.servers.onepassword.account import Account
from tests.servers.onepassword.refused import refused
from tests.servers.onepassword.words import Json


class Environments:
    """The Environments of one account; a service account sees those that it was given."""

    def __init__(self, account: Account, *, service: bool) -> None:
        self.account = account
        self.service = service

    def get_variables(self, environment_id: str) -> Json:
        """EnvironmentsGetVariables."""
        found = self.account.environments.get(environment_id)
        if found is None or (self.service and environment_id in self.account.hidden_environments):
            raise refused("environment couldn't be found")
        return {"variables": copy.deepcopy(found)}
