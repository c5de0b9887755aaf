"""Links as data: what may be chosen, and what the audit log tells of one."""

from __future__ import annotations

import pytest

from tui.model.sharing import Expiry, Recipient, Share, SharePolicy

MARA = Recipient("mara@Larkmail.example")
JON = Recipient("jon@halden.example")
HALDEN = Recipient("halden.example", domain=True)


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (Share((), Expiry.WEEK), "anyone with the link, 7 days"),
        (Share((MARA,), Expiry.HOUR, once=True), "1 address (larkmail.example), 1 hour, one view each"),
        (Share((MARA, JON), Expiry.DAY), "2 addresses (halden.example, larkmail.example), 1 day"),
        (Share((HALDEN,), Expiry.DAY), "1 domain (halden.example), 1 day"),
        (Share((JON, HALDEN), Expiry.MONTH), "1 address and 1 domain (halden.example), 30 days"),
    ],
)
def test_a_share_is_described_without_addresses(share: Share, told: str) -> None:
    assert share.described == told
    assert "mara@" not in told


def test_only_what_is_not_longer_than_the_longest_may_be_chosen() -> None:
    assert SharePolicy(Expiry.WEEK, Expiry.DAY).expiries == (Expiry.HOUR, Expiry.DAY, Expiry.WEEK)
    assert SharePolicy(Expiry.HOUR, Expiry.HOUR).expiries == (Expiry.HOUR,)
    assert SharePolicy(Expiry.MONTH, Expiry.WEEK).expiries == tuple(Expiry)
