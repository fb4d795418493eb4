"""Run as a child: open a home, import one file, say so; FAULT_AT kills it on the way.

The second argument, if there is one, is the city of a journal in PostgreSQL, the third the folder
of a lake.
"""

import sys
from pathlib import Path

from chuangmo.store.crash_points import PARSED, RECEIVED, arrow
from chuangmo.store.store import Store
from tests.store import making
from tests.store.making import month_row, put, settings, shared

if __name__ == "__main__":
    home = Path(sys.argv[1])
    if sys.argv[3:]:
        making.WAYS, making.LAKES = ["lake"], [sys.argv[3]]
    here = shared(home, home.parent / "archive", sys.argv[2]) if sys.argv[2:] else settings(home)
    store = Store.open(here)
    arrow(RECEIVED)
    arrow(PARSED)
    put(store, *(month_row(m, 500 + m) for m in range(1, 7)), name="新.xlsx")
    print("已入库", flush=True)
