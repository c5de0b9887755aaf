"""What the dialog for rotating works with: the new passwords, and how far it is with saving them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.model.action import Action
from tui.model.errors import VaultError
from tui.services import ages, rotating, rotation_plan
from tui.services.ages import Age
from tui.services.bulk import Course, do_to_each
from tui.services.rotation_plan import Plan
from tui.tools import strength

if TYPE_CHECKING:
    from tui.model.ids import ItemRef
    from tui.model.rotation import RotationId
    from tui.model.secret import Secret
    from tui.services.rotating import Outcome
    from tui.services.session import Session
    from tui.services.undo import Step
    from tui.tools.generator import Recipe
    from tui.tools.ruled_recipe import RuledRecipe
    from tui.tools.strength import Strength

MOST_LOOKED_UP = 20
"""Of so many items is found out how old their passwords are."""


class Plans:
    """The new passwords of some items, and why others get none."""

    def __init__(self, session: Session, refs: Sequence[ItemRef]) -> None:
        self._session = session
        self.refs = tuple(refs)
        self.refused: dict[ItemRef, VaultError] = {}
        self.ages: dict[ItemRef, Age] = {}
        self._plans: dict[ItemRef, Plan] = {}
        self._strengths: dict[ItemRef, Strength] = {}

    @property
    def kept(self) -> bool:
        """Whether old passwords are kept after this run."""
        return self._session.rotations.kept

    @property
    def ready(self) -> list[Plan]:
        """What can be done, in the order of the items."""
        return [self._plans[ref] for ref in self.refs if ref in self._plans]

    def of(self, ref: ItemRef) -> Plan | None:
        """Return what is to be done to an item, None where nothing can be."""
        return self._plans.get(ref)

    def strength(self, ref: ItemRef) -> Strength | None:
        """Return how strong the new password is."""
        return self._strengths.get(ref)

    async def read(self) -> None:
        """Read the items, and make a password for each."""
        await asyncio.to_thread(strength.prepare)
        for ref, item in (await rotation_plan.read(self._session, self.refs)).items():
            if isinstance(item, VaultError):
                self.refused[ref] = item
                continue
            if not rotation_plan.password_of(item).empty:
                self.ages[ref] = ages.at_least(item.updated)
            try:
                self._put(await rotation_plan.planned(self._session, item))
            except VaultError as error:
                self.refused[ref] = error

    async def look_up_ages(self) -> None:
        """Find out how old the passwords of the first items are; where that fails, it stays with what is known."""
        for plan in self.ready[:MOST_LOOKED_UP]:
            try:
                age = await ages.of(self._session, plan.item.ref)
            except VaultError:
                return
            if age is not None:
                self.ages[plan.item.ref] = age

    async def make(self, ref: ItemRef) -> None:
        """Make another password for an item. Raises VaultError."""
        plan = self._plans.get(ref)
        if plan is not None and plan.recipe is not None:
            self._put(await rotation_plan.made(plan.item, plan.recipe))
        elif plan is not None:
            self._put(await rotation_plan.planned(self._session, plan.item))

    async def make_all(self, recipe: Recipe | RuledRecipe) -> None:
        """Make a password for each by this recipe. Raises VaultError."""
        for plan in self.ready:
            self._put(await rotation_plan.made(plan.item, recipe))

    def take(self, plan: Plan, value: Secret, recipe: Recipe | RuledRecipe | None) -> None:
        """Take this password for an item."""
        self._put(replace(plan, new=value, recipe=recipe))

    def _put(self, plan: Plan) -> None:
        self._plans[plan.item.ref] = plan
        user = plan.item.username
        context = (plan.item.title, plan.item.host, user.value if user and isinstance(user.value, str) else "")
        self._strengths[plan.item.ref] = strength.of_secret(plan.new, context)


class Run:
    """Saves new passwords one after the other; `told` is called at each."""

    def __init__(self, session: Session, plans: Sequence[Plan], told: Callable[[], None]) -> None:
        self._session = session
        self._plans = {plan.item.ref: plan for plan in plans}
        self._told = told
        self.course = Course(len(plans))
        self.outcomes: dict[ItemRef, Outcome | VaultError] = {}
        self.over = False

    @property
    def saved(self) -> int:
        """How many were saved."""
        return len(self.course.done)

    @property
    def failed(self) -> int:
        """How many were not, or may not have been."""
        return sum(one.tried for one in self.course.failed)

    @property
    def untried(self) -> int:
        """How many were not even tried, after what failed before."""
        return len(self.course.failed) - self.failed

    @property
    def first(self) -> RotationId | None:
        """The first rotation that is kept."""
        kept = (one.rotation.id for one in self.outcomes.values() if isinstance(one, rotating.Outcome))
        return next(kept, None)

    def stop(self) -> None:
        """Begin no further item."""
        self.course.stopped = True

    async def go(self) -> None:
        """Do it."""
        try:
            await do_to_each(
                self._session, Action.ROTATE, list(self._plans), self._one, course=self.course, told=self._told
            )
        finally:
            self.over = True
        for failure in self.course.failed:
            self.outcomes.setdefault(failure.ref, VaultError(failure.sentence))

    async def _one(self, ref: ItemRef) -> Step | None:
        plan = self._plans[ref]
        outcome = await rotating.rotate(self._session, plan.item, plan.field, plan.new)
        self.outcomes[ref] = outcome
        if outcome.error is not None:
            raise outcome.error
        return outcome.step
