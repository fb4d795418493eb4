"""Homes of earlier versions: opened, worked on, and gone back from by the backup made before."""

import json
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.actor import local_person
from chuangmo.service.auditing import check_accounts
from chuangmo.service.board import open_board
from chuangmo.service.decisions import changing
from chuangmo.service.decisions.overlay_checks import overlay_checks
from chuangmo.service.imports import importing, reviewing
from chuangmo.settings import Settings
from chuangmo.store.copies.backup import backup
from chuangmo.store.copies.restoring import restore_backup
from chuangmo.store.copies.verify import verify
from chuangmo.store.errors import StoreFault, StoreRefusal
from chuangmo.store.journal import SUBMIT
from loaders.model.staged import Hints
from proofs.homes.figures import figures
from proofs.homes.making import CITY, FOLDER
from proofs.report import Proof

_PROMISE = "以前版本的数据目录：打开后数不变，升级前的备份退得回去，数与原来相同"
_WHO = local_person("prove", "cli")
_EXTRA = "2008年4月环境空气质量（µg/m³）\n区县,PM10\n城关区,150\n".encode()


def prove(count: int, seed: int, quick: bool) -> Proof:
    """Upgrade every kept home and go back; the arguments say nothing here."""
    faults: list[str] = []
    names = sorted(path.stem for path in FOLDER.glob("*.zip"))
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            faults += [f"{name}：{fault}" for fault in _tried(name, Path(folder))]
    steps = "备份、打开、核对、导入与通过待审、改目标，再由备份退回"
    tried = f"{len(names)} 个版本的数据目录（{'、'.join(names)}），各：{steps}"
    result = f"升级后、退回后与当时的数不同、核对不符共 {len(faults)} 处"
    return Proof("upgrade", _PROMISE, tried, result, tuple(faults))


def _tried(name: str, folder: Path) -> list[str]:
    home, copy, back = folder / "home", folder / "copy", folder / "back"
    with zipfile.ZipFile(FOLDER / f"{name}.zip") as packed:
        packed.extractall(home)
    told = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    try:
        backup(Settings(home, CITY), copy)  # before anything of this version touches the home
        faults = [f"升级后{one}" for one in _shown(home, told)]
        faults += _worked_on(home, told)
        restore_backup(Settings(back, CITY), copy)
        faults += [f"退回后{one}" for one in _shown(back, told)]
        shutil.rmtree(copy)
    except (StoreFault, StoreRefusal) as fault:
        return [str(fault)]
    return faults


def _shown(home: Path, told: dict[str, Any]) -> list[str]:
    """What differs from what the home showed in its time, and what does not hold."""
    settings = Settings(home, CITY)
    board = open_board(settings)
    try:
        found = json.loads(json.dumps(figures(board)))
        waiting = {e.body["batch"] for e in board.store.entries(SUBMIT)}
        counted = {int(row[-1]) for row in found["current"]}
        known = {one.name for one in Accounts(home).all()}
    finally:
        board.close()
    faults = [f"“{part}”不同：{found[part]}" for part in told if found.get(part) != told[part]]
    submitted = {one[0] for one in told["batches"] if one[1] == "submitted"}
    if waiting != submitted or waiting & counted:
        faults.append(f"待审核的批次 {sorted(waiting)} 计入了数，或没有单独的登记")
    if known != {"boss", "li"}:
        faults.append(f"账号是 {sorted(known)}")
    checks = [*verify(settings), *overlay_checks(settings), check_accounts(settings)]
    return faults + [f"{one.name}：{one.detail}" for one in checks if not one.ok]


def _worked_on(home: Path, told: dict[str, Any]) -> list[str]:
    """Work as people do after an upgrade; the figures must then be others."""
    board = open_board(Settings(home, CITY))
    try:
        for entry in board.store.entries(SUBMIT):
            reviewing.approve(board, _WHO, int(entry.body["batch"]), "核对过")
        importing.import_file(board, _WHO, _EXTRA, "4月.csv", Hints(), reason="核对过")
        changing.add_dust(board, _WHO, "2008-04-02", "通知")
        same = json.loads(json.dumps(figures(board)))["current"] == told["current"]
    finally:
        board.close()
    return ["升级后导入的没有入库"] if same else []
