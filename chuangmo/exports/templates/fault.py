"""That a template does not do."""

from collections.abc import Sequence

from chuangmo.catalog.faults import UnfitEntry


class UnfitTemplate(UnfitEntry):
    """The template does not do; the message says everything that stands against it."""

    def __init__(self, name: str, problems: Sequence[str]) -> None:
        told = "\n".join(f"{n}．{one}" for n, one in enumerate(problems, 1))
        super().__init__(f"{name}有 {len(problems)} 处不合用：\n{told}")
        self.problems = tuple(problems)
