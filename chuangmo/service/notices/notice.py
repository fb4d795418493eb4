"""One message: what happened or is due, whose it is, where it leads."""

from dataclasses import dataclass
from typing import Final

RETURNED, WAITING, OVERDUE = "batch_returned", "batch_waiting", "month_overdue"
WORSE, TASK_DUE, NO_TARGETS, PUBLISHED = "verdict_worse", "task_due", "targets_missing", "published"
MAIL_FAILED = "mail_failed"
#: Every kind of message, and its name on the page.
KINDS: Final = {
    RETURNED: "文件被退回", WAITING: "文件等审核", OVERDUE: "逾期未报", WORSE: "判断变差",
    TASK_DUE: "督办到期", NO_TARGETS: "缺少目标", PUBLISHED: "月份发布",
    MAIL_FAILED: "邮件没有发出",
}  # fmt: skip


@dataclass(frozen=True)
class Notice:
    """Something that a person should know.

    Attributes:
        key: the same as long as it is the same message; read marks are kept by it.
        at: local day, ISO. area: whose it is; "" of the whole city.
        page: address inside the board where it is dealt with.
        read: whether the person has read it.
    """

    key: str
    kind: str
    at: str
    area: str
    text: str
    page: str
    read: bool = False
