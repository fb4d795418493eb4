"""Run as a child: submit a file or approve the one that waits; FAULT_AT kills it on the way."""

import sys
from pathlib import Path

from chuangmo.store.store import Store
from tests.store.making import month_row, settings, submission, table

if __name__ == "__main__":
    store = Store.open(settings(Path(sys.argv[2])))
    if sys.argv[1] == "submit":
        store.submit(submission(store, table(month_row(1, 5), month_row(2, 2)), name="新.xlsx"))
    else:
        store.approve(2, "李", "核对过")
    store.close()
