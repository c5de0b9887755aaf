"""Words of audit logs, as services for teams use them, and what they mean here. Tables, and how one looks into them.

Names and words are compared without regard to case, to how they are joined, and to what they are about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from tui.model.audit import AuditAction, AuditResult


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TIMES = _listed(
    "time timestamp at when occurred_at occurred_on event_time event_date performed_at logged_at accessed_at "
    "created_at created_on created creation_date date_time datetime date ts updated_at"
)
ACTORS = _listed(
    "actor actor_name actor_email actor_details performed_by user user_name username user_email email by who member "
    "member_name member_email author created_by changed_by accessed_by initiator initiated_by acting_user account "
    "login subject principal actor_id user_id acting_user_id member_id"
)
ACTIONS = _listed(
    "action action_name event event_name event_type action_type activity activity_type operation verb op type"
)
RESULTS = _listed("result outcome success successful ok allowed granted status response_status status_code")
ADDRESSES = _listed(
    "ip ip_address ip_addr remote_address remote_addr remote_ip client_ip source_ip request_ip user_ip origin_ip "
    "actor_ip last_ip ipv4 ipv6 address"
)
CLIENTS = _listed(
    "client client_name user_agent agent ua app app_name application device device_name browser client_app "
    "client_version platform"
)
TITLES = _listed(
    "resource_title resource_name item_title item_name entry_title entry_name password_title password_name "
    "record_title target_name object_name title"
)
DETAILS = _listed("detail details message description comment summary reason note notes text error")
FIELDS = _listed("field field_name attribute property")
IDS = _listed("id event_id uuid log_id audit_id request_id")
INSIDE = _listed("client session context request metadata meta location device network source actor user details")
"""Objects in which an address or a program may be told."""

_ABOUT = frozenset(
    _listed(
        "password passwords item items entry entries record records credential credentials login resource event action "
        "value was were is has been the an a of api"
    )
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|\d+")

_ACTIONS: Mapping[str, AuditAction] = {
    word: action
    for action, words in {
        AuditAction.READ: "read view viewed get fetch fetched access accessed retrieve retrieved open opened seen",
        AuditAction.REVEAL: "reveal revealed show shown unmask unmasked decrypt decrypted made_visible visible",
        AuditAction.COPY: "copy copied clipboard copied_to_clipboard",
        AuditAction.CREATE: "create created add added new insert inserted",
        AuditAction.EDIT: "update updated edit edited change changed modify modified",
        AuditAction.ARCHIVE: "archive archived trash trashed soft_delete soft_deleted",
        AuditAction.RESTORE: "restore restored undelete undeleted unarchive unarchived recover recovered",
        AuditAction.DELETE: "delete deleted remove removed destroy destroyed purge purged",
        AuditAction.MOVE: "move moved",
        AuditAction.IMPORT: "import imported",
        AuditAction.EXPORT: "export exported",
        AuditAction.SHARE: "share shared shared_with_member share_with_member shared_with_user",
        AuditAction.ROTATE: "rotate rotated rotation",
        AuditAction.GENERATE: "generate generated",
    }.items()
    for word in words.split()
}
_RESULTS: Mapping[str, AuditResult] = {
    word: result
    for result, words in {
        AuditResult.OK: "ok okay success successful succeeded done allow allowed grant granted permitted true",
        AuditResult.REFUSED: "deny denied refuse refused forbidden unauthorized unauthorised reject rejected blocked "
        "access_denied not_allowed permission_denied",
        AuditResult.FAILED: "fail failed failure error errored unsuccessful false timeout",
    }.items()
    for word in words.split()
}
_RIGHTS = ("allowed", "granted")


def words_of(name: str) -> list[str]:
    """Return the words of a name: "userAgent", "user_agent" and "User-Agent" have the same two."""
    return [word.casefold() for word in _WORD.findall(name)]


@lru_cache(maxsize=1024)
def plain(name: str) -> str:
    """Return a name such that all its spellings are the same; that of a name in these tables has no underscores."""
    return "".join(words_of(name))


def action_of(word: str) -> AuditAction:
    """Return what a word of the service means; `OTHER` where we have none for it."""
    words = words_of(word)
    found = _ACTIONS.get("_".join(one for one in words if one not in _ABOUT))
    return found or _ACTIONS.get("_".join(words), AuditAction.OTHER)


def result_of(name: str, value: object) -> AuditResult | None:
    """Return how it ended by what is told under `name`; `OTHER` where that is no word of ours, None where nothing is.

    A number is a status of HTTP.
    """
    if isinstance(value, bool):
        return AuditResult.OK if value else AuditResult.REFUSED if name in _RIGHTS else AuditResult.FAILED
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) == 3:
        value = int(value)
    if isinstance(value, str):
        return _RESULTS.get("_".join(words_of(value)), AuditResult.OTHER) if value.strip() else None
    if not isinstance(value, int) or not 100 <= value < 600:
        return None
    return AuditResult.OK if value < 400 else AuditResult.REFUSED if value in (401, 403) else AuditResult.FAILED
