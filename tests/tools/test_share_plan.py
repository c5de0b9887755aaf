"""Who is to see which items: what is due, what is tried again, and that nothing is said to be shared but what is."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.member import Member, MemberId
from tui.tools.share_plan import Ending, Result, SharePlan

ONE, TWO = (ItemRef(AccountId("a"), VaultId("v"), ItemId(name)) for name in ("1", "2"))
ANN, BO, CY = (Member(MemberId(name), name) for name in ("ann", "bo", "cy"))


def plan(*refs: ItemRef) -> SharePlan:
    """Return a plan with three members."""
    return SharePlan(refs, (ANN, BO, CY))


def test_what_is_marked_is_due_one_member_after_the_other() -> None:
    two = plan(ONE, TWO).toggled(BO).toggled(ANN)
    assert two.due == ((ONE, ANN), (TWO, ANN), (ONE, BO), (TWO, BO))
    assert two.toggled(BO).due == ((ONE, ANN), (TWO, ANN))


def test_who_sees_it_already_is_not_marked() -> None:
    known = replace(plan(ONE), seen=frozenset({ANN.id}))
    assert known.complete(ANN.id)
    assert known.toggled(ANN) == known
    assert known.toggled(BO).due == ((ONE, BO),)


def test_somebody_named_by_the_id_comes_into_the_list() -> None:
    other = Member(MemberId("9", number=True))
    assert plan(ONE).toggled(other).due == ((ONE, other),)
    assert plan(ONE).toggled(other).toggled(other).due == ()


def test_what_was_refused_stays_marked_and_what_is_shared_does_not() -> None:
    two = plan(ONE, TWO).toggled(ANN)
    two = two.ended(ONE, ANN, Result(Ending.DONE)).ended(TWO, ANN, Result(Ending.REFUSED, "No."))
    assert two.due == ((TWO, ANN),)
    assert not two.complete(ANN.id)
    two = two.ended(TWO, ANN, Result(Ending.ALREADY))
    assert two.due == () and not two.marked
    assert two.complete(ANN.id)
    assert two.shared == {(ONE, ANN.id), (TWO, ANN.id)}


def test_a_lost_answer_is_tried_again_only_where_somebody_marks_it_anew() -> None:
    one = plan(ONE).toggled(ANN).ended(ONE, ANN, Result(Ending.UNKNOWN, "Lost."))
    assert one.due == () and not one.marked and not one.complete(ANN.id)
    assert one.toggled(ANN).due == ((ONE, ANN),)
    two = plan(ONE, TWO).toggled(ANN).ended(ONE, ANN, Result(Ending.UNKNOWN))
    two = two.ended(TWO, ANN, Result(Ending.REFUSED))
    assert two.due == ((TWO, ANN),), "the one that is not known is left alone"


@given(st.lists(st.tuples(st.sampled_from([ONE, TWO]), st.sampled_from([ANN, BO, CY]), st.sampled_from(Ending))))
def test_nothing_is_complete_but_what_ended_well(ended: list[tuple[ItemRef, Member, Ending]]) -> None:
    two, last = plan(ONE, TWO).toggled(ANN).toggled(BO), dict[tuple[ItemRef, MemberId], Ending]()
    for ref, member, ending in ended:
        two = two.ended(ref, member, Result(ending))
        last[ref, member.id] = ending
    for member in (ANN, BO, CY):
        assert two.complete(member.id) == all(
            (found := last.get((ref, member.id))) is not None and found.shared for ref in (ONE, TWO)
        )
    assert all(last.get((ref, member.id)) not in (Ending.DONE, Ending.ALREADY) for ref, member in two.due)
    assert all((ref, member.id) not in two.shared for ref, member in two.due)
