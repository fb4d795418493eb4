"""Submissions made from a few numbers, for the tests of the store."""

import hashlib
from datetime import date, datetime, timedelta
from decimal import Decimal

import pyarrow as pa

from chuangmo.settings import Settings
from chuangmo.store import rows
from chuangmo.store.store import Store

NO_LEDGER = rows.LEDGER.empty_table()
NO_OBSERVATIONS = rows.OBSERVATIONS.empty_table()
ALL = rows.Selection()


#: How the stores of a test are run, and the folder of the lake (see ``conftest.py``).
WAYS, LAKES = ["file"], [None]


def settings(home):
    return Settings(home, "lanzhou") if WAYS[-1] == "file" else shared(home)


def shared(home, archive=None, city=""):
    """A home whose journal is in PostgreSQL; without a city one of its own."""
    archive = archive or home.with_name(f"{home.name}-shared")
    archive.mkdir(parents=True, exist_ok=True)
    store, lake = "postgres:service=board", ""
    if WAYS[-1] == "lake":
        store, lake = f"ducklake:{store}", str(LAKES[-1])
    return Settings(home, city or f"city-{home}", store, archive, lake)


def month_row(month, value, *, year=2008, indicator="pm10", area="安宁区", **more):
    start = datetime(year, month, 1)
    end = datetime(year + month // 12, month % 12 + 1, 1)
    row = {
        "indicator": indicator, "area": area, "site": None, "start": start, "end": end,
        "kind": "month", "statistic": "mean", "dust": "", "qualifier": "", "unit": "µg/m³",
        "value": None if value is None else Decimal(str(value)), "printed_unit": "mg/m³",
        "raw": str(value), "sheet": "1月", "cell": f"B{month}", "form": "f1",
    }  # fmt: skip
    return row | more


def hour_row(day, hour, value, **more):
    start = datetime(2008, 1, day, hour)
    return month_row(1, value, **({"start": start, "end": start + timedelta(hours=1)} | more)) | {
        "kind": "hour"
    }


def table(*given):
    return pa.Table.from_pylist(list(given), schema=rows.OBSERVATIONS)


def item_row(item, status, *, as_of=date(2008, 9, 30), **more):
    row = {
        "kind": "boilers", "item": item, "area": "安宁区", "as_of": as_of, "year": 2008,
        "unit_name": item, "count": 1, "tonnage": Decimal("4"), "status": status,
        "sheet": "表", "row": 5, "cells": "{}",
    }  # fmt: skip
    return row | more


def ledger_table(*given):
    return pa.Table.from_pylist(list(given), schema=rows.LEDGER)


def diagnostics_table():
    found = {"code": "unreadable-value", "severity": "warning", "confirm": False, "sheet": "1月"}
    found |= {"cell": "B3", "found": "约0.1", "message": "1月!B3：看不懂"}
    return pa.Table.from_pylist([found], schema=rows.DIAGNOSTICS)


def submission(store, observations, ledger=NO_LEDGER, *, name="月报.xlsx", actor="王", diff=None):
    diff = diff or store.diff(observations, ledger)
    data = f"{name}/{observations.num_rows}/{diff}/{actor}".encode()
    counts = {"added": diff.added, "changed": diff.changed, "unchanged": diff.unchanged}
    readings = observations.num_rows + ledger.num_rows
    return rows.Submission(
        file=name, sha256=hashlib.sha256(data).hexdigest(), data=data, observations=observations,
        ledger=ledger, diagnostics=diagnostics_table(), base=diff.base, difference=diff.difference, actor=actor, reason="",
        counts=counts | {"removed": 0, "set_aside": 0, "readings": readings}, demo=False,
        parser="1", catalog="c", city="lanzhou",
    )  # fmt: skip


def put(store, *given, **more):
    return store.commit(submission(store, table(*given), **more)).batch


def values(store, selection=ALL):
    """Current values by (indicator, area, site, start)."""
    found = store.current(selection).to_pylist()
    return {
        (r["indicator"], r["area"], r["site"], r["start"].isoformat()): r["value"] for r in found
    }


def months(store):
    return {r["start"].month: r["value"] for r in store.current(ALL).to_pylist()}


def checksum_of(store):
    return store.summary().sha256


def filled(home):
    """A store with three imports, one of them withdrawn, and a ledger."""
    store = Store.open(settings(home))
    put(store, *(month_row(m, m * 10) for m in range(1, 7)))
    put(store, month_row(2, 21), month_row(3, 30), name="二月.xlsx")
    put(store, month_row(4, 999), name="错.xlsx")
    store.withdraw(3, "李", "填错")
    items = ledger_table(item_row("一厂", "未开工"), item_row("二厂", "已完成"))
    store.commit(submission(store, NO_OBSERVATIONS, items, name="锅炉.xls"))
    store.record("target", {"indicator": "pm10", "limit": "100"}, "王")
    return store
