"""Run as a child: a server on the lake whose publishers each bring the months that are not in yet.

Arguments: home, city, folder of the lake, how many months, and the publishers' districts. Each
publisher does what a person would: after a refusal it looks again and tries again.
"""

import sys
import threading
import time
from pathlib import Path

from chuangmo.store.errors import BaseMoved, StoreFault, StoreRefusal
from chuangmo.store.store import Store
from tests.store import making
from tests.store.making import month_row, put, shared


def name_of(area, number):
    """The file of a publisher's batch."""
    return f"{area}{number}.xlsx"


def row_of(area, number):
    """What it says: a figure that is another in every batch."""
    return month_row(number % 12 + 1, number + 1, year=2005 + number // 12, area=area)


def publish(store, area, count):
    """Bring one batch after the other, each until it is in."""
    for number in range(count):
        while name_of(area, number) not in {info.file for info in store.batches()}:
            try:
                put(store, row_of(area, number), name=name_of(area, number))
            except (BaseMoved, StoreRefusal, StoreFault):
                time.sleep(0.05)
            print(area, number, flush=True)


if __name__ == "__main__":
    home, city, lake, count = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
    making.WAYS, making.LAKES = ["lake"], [lake]
    opened = Store.open(shared(home, home.parent / "archive", city))
    people = [threading.Thread(target=publish, args=(opened, area, count)) for area in sys.argv[5:]]
    for person in people:
        person.start()
    for person in people:
        person.join()
    opened.close()
