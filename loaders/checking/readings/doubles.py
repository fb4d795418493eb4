"""Two values for one indicator, place and period."""

from collections import defaultdict
from collections.abc import Iterator

from loaders.checking.finding import Finding, Reading, at_reading
from loaders.checking.readings.coded_pairs import keys_differ
from loaders.checking.readings.keys import Key, keys_of
from loaders.checking.staged import Staged
from loaders.model.readings import Chunk


def check(staged: Staged) -> Iterator[Finding]:
    """Equal values are taken once, the first; different ones are both left out."""
    groups: dict[tuple[str, str, str], list[Chunk]] = defaultdict(list)
    for chunk in staged.chunks:
        groups[chunk.indicator.id, chunk.statistic, chunk.dust].append(chunk)
    for group in groups.values():
        if len(group) == 1 and keys_differ(group[0]):
            continue
        keys = [keys_of(chunk) for chunk in group]
        if len({k for ks in keys for k in ks}) < sum(map(len, keys)):
            yield from _one_value_a_key(group, keys)


def _one_value_a_key(group: list[Chunk], keys: list[list[Key]]) -> Iterator[Finding]:
    first: dict[Key, Reading] = {}
    for chunk, own in zip(group, keys, strict=True):
        for i, key in enumerate(own):
            if key in first:
                yield _double(Reading(chunk, i), first[key])
            else:
                first[key] = Reading(chunk, i)


def _double(reading: Reading, first: Reading) -> Finding:
    (chunk, i), (other, j) = reading, first
    cell = other.cell(j)
    same = (chunk.values[i], chunk.qualifiers[i]) == (other.values[j], other.qualifiers[j])
    return at_reading(
        "duplicate-equal" if same else "duplicate-key",
        reading,
        left_out=[reading] if same else [reading, first],
        other=cell if other.sheet.is_text else f"{other.sheet.name}!{cell}",
        value=other.raws[j],
    )
