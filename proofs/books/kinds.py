"""All kinds of bad books."""

from proofs.books.book import Kind
from proofs.books.files import FILES
from proofs.books.labels import LABELS
from proofs.books.structure import STRUCTURES
from proofs.books.times import TIMES
from proofs.books.values import VALUES

KINDS: tuple[Kind, ...] = (*VALUES, *LABELS, *TIMES, *STRUCTURES, *FILES)
