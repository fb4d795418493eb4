"""Run as a child: choose a file, answer, confirm, each kept as a draft; FAULT_AT kills it."""

import sys
from pathlib import Path

from chuangmo.access.actor import local_person
from chuangmo.service.board import open_board
from chuangmo.service.drafts.drafts import FILE, drop_draft, save_draft
from chuangmo.service.imports import importing
from chuangmo.settings import Settings
from loaders.model.staged import Hints

WHO = local_person("王", "page")
NAME = "日报.csv"
DATA = "日期,区县,PM10(mg/m³)\n2008-10-01,安宁区,0.101\n2008-10-02,安宁区,0.102\n".encode()

if __name__ == "__main__":
    board = open_board(Settings(Path(sys.argv[1]), "lanzhou"))
    said = {"name": NAME, "label": NAME, "by_hand": False}
    save_draft(board, WHO, FILE, "1", said, DATA)
    save_draft(board, WHO, FILE, "1", said | {"reason": "核对过"})
    staged = importing.preview(board, WHO, DATA, NAME, Hints())
    importing.commit(board, WHO, staged, reason="核对过")
    drop_draft(board, WHO, FILE, "1")
    board.close()
    print("已入库", flush=True)
