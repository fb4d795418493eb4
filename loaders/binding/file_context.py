"""What holds for the whole file while it is read: its name, what people said, the catalog."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from chuangmo.catalog.catalog import Catalog
from loaders.model.answers import LABEL_TOPIC, LEAVE_OUT
from loaders.model.sheet import Sheet
from loaders.model.staged import ClerkQuestion, Hints
from loaders.words.normalise import label
from loaders.words.vocabulary import Vocabulary


@dataclass(frozen=True)
class FileContext:
    """What holds for the whole file: its name, the hints, the catalog and the first hash digits.

    ``help`` are the texts of sheets without a table (说明), ``cover`` those of a cover sheet.
    """

    name: str
    sha8: str
    hints: Hints
    catalog: Catalog
    vocabulary: Vocabulary
    help: tuple[str, ...] = ()
    cover: tuple[str, ...] = ()

    def key(self, sheet: Sheet, topic: str) -> str:
        """The stable key of a question."""
        return f"{self.sha8}/{sheet.name}/{topic}"

    def question(
        self, sheet: Sheet, topic: str, prompt: str, options: Sequence[str] = (), *,
        of: str = "", names: Sequence[str] = (),
    ) -> ClerkQuestion:  # fmt: skip
        """A question about a sheet, or about one indicator in it (``of``).

        ``names`` are the texts that it asks about, where each takes an answer of its own.
        """
        key = self.key(sheet, f"{topic}-{of}" if of else topic)
        return ClerkQuestion(key, prompt, tuple(options), topic=topic, names=tuple(names))

    def answer(self, sheet: Sheet, topic: str) -> str | None:
        """The answer given to a question of this sheet, if any."""
        return self.hints.answers.get(self.key(sheet, topic))

    def told(self, sheet: Sheet, answers: Mapping[str, str]) -> "FileContext":
        """The same with remembered answers of a known form; what was said for this file wins."""
        more = {self.key(sheet, topic): text for topic, text in answers.items()}
        return replace(self, hints=replace(self.hints, answers=more | self.hints.answers))


def labels_said(file: FileContext, sheet: Sheet) -> dict[str, str]:
    """Normalised label -> indicator id (empty: not read), as questions ``label`` were answered.

    Raises:
        UnknownId: an answer is no indicator of the catalog.
    """
    prefix = file.key(sheet, f"{LABEL_TOPIC}-")
    answers = {
        k.removeprefix(prefix): t for k, t in file.hints.answers.items() if k.startswith(prefix)
    }
    return {
        label(text): "" if said == LEAVE_OUT else _indicator_said(said, file)
        for text, said in answers.items()
    }


def _indicator_said(text: str, file: FileContext) -> str:
    """The id of an indicator that an answer names by id or by any of its words."""
    named = file.vocabulary.named(text)
    return named[0] if len(named) == 1 else file.catalog.indicator(text).id
