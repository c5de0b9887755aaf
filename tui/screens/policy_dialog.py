"""The policies by which passwords are due: made, changed and dropped. None is there until a person makes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.screens.modals import Ask, Choice, Choose, Form, FormField
from tui.screens.rotation_words import WHY_AGE, policy_where
from tui.screens.vault_choice import choose_vault
from tui.services.due_book import Policy

if TYPE_CHECKING:
    from tui.screens.base import BaseScreen

MOST_DAYS = 3650
USUAL = 365
NEW_VAULT, NEW_TAG, DROP = "vault", "tag", "drop"


async def change_policies(screen: BaseScreen) -> None:
    """Show the policies, and change one of them. Raises VaultError."""
    session = screen.session
    policies = (await session.due.wishes()).policies
    choices = [
        Choice(f"policy {at}", policy_where(session, one), note=f"{one.days:,} days") for at, one in enumerate(policies)
    ]
    choices += [
        Choice(NEW_VAULT, "New policy for a vault …", "v"),
        Choice(NEW_TAG, "New policy for a tag …", "t"),
    ]
    chosen = await screen.app.push_screen_wait(Choose("Policies: due after so many days", choices))
    if chosen == NEW_VAULT:
        vault = await choose_vault(screen.app, session, "Passwords of which vault?")
        if vault is not None:
            await _days(screen, Policy(USUAL, "", vault.account, vault.id))
    elif chosen == NEW_TAG:
        await _tagged(screen)
    elif chosen is not None:
        await _days(screen, policies[int(chosen.removeprefix("policy "))], there=True)


async def _tagged(screen: BaseScreen) -> None:
    fields = [FormField("tag", "Tag"), FormField("days", "Days", str(USUAL))]
    form = Form("New policy for a tag", fields, check=_checked, submit="Keep", detail=WHY_AGE)
    answer = await screen.app.push_screen_wait(form)
    if answer is not None:
        await screen.session.due.put(Policy(int(answer["days"]), answer["tag"].strip().removeprefix("#")))
        screen.say("The policy is kept.", "success")


async def _days(screen: BaseScreen, policy: Policy, *, there: bool = False) -> None:
    """Ask after how many days, and keep or drop the policy."""
    where = policy_where(screen.session, policy)
    label = "Due after so many days; 0 drops the policy" if there else f"Due after so many days. {WHY_AGE}"
    typed = await screen.app.push_screen_wait(Ask(f"Policy for “{where}”", label, str(policy.days), _number))
    if typed is None:
        return
    days = int(typed)
    if days:
        await screen.session.due.put(Policy(days, policy.tag, policy.account, policy.vault))
        screen.say("The policy is kept.", "success")
    elif there:
        await screen.session.due.drop(policy)
        screen.say(f"The policy for “{where}” is dropped.", "success")


def _number(typed: str) -> str | None:
    text = typed.strip()
    if text.isascii() and text.isdigit() and int(text) <= MOST_DAYS:
        return None
    return f"Type a number of days, up to {MOST_DAYS:,}."


def _checked(answer: dict[str, str]) -> str | None:
    if not answer["tag"].strip().removeprefix("#"):
        return "Type a tag."
    return _number(answer["days"]) or ("Type at least one day." if int(answer["days"]) == 0 else None)
