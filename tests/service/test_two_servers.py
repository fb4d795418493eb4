"""Two servers of one city: what one decides about targets and forms holds on the other too."""

import pytest

from chuangmo.access.actor import ADMIN, Actor
from chuangmo.access.entrance import Entrance
from chuangmo.access.policy import Policy
from chuangmo.access.web.health import POSTGRES_AWAY
from chuangmo.server.serve import probe
from chuangmo.service import process
from chuangmo.service.board import open_board
from chuangmo.service.decisions.audit_trail import check_audit
from chuangmo.service.decisions.changing import list_targets, set_target
from chuangmo.service.decisions.moving_store import move_store
from chuangmo.service.decisions.own_city import set_own_city
from chuangmo.settings import Settings
from chuangmo.store.errors import StoreRefusal, WritingClosed

ACTOR = Actor("王", ADMIN, "page")


@pytest.fixture
def boards(postgres, tmp_path):
    """Two boards of one city, each with a home of its own."""
    postgres.psql("TRUNCATE chuangmo.journal")
    (tmp_path / "archive").mkdir()
    opened = [open_board(settings(tmp_path, name)) for name in ("one", "two")]
    yield opened
    for board in opened:
        board.close()


def settings(place, name):
    return Settings(place / name, "lanzhou", "postgres:service=board", place / "archive")


def later(board):
    """As if the time to ask what the other wrote, and to look at the files, had come."""
    board.store._journal._ask_at = 0.0
    board.store.journal_seq()
    board.keeper._looked = 0.0
    board.keeper.held()
    return board


def target(board, indicator, limit):
    return set_target(
        board, ACTOR, indicator=indicator, area="兰州市", year=2012, limit=limit, unit="mg/m³", document=f"文 {limit}",
    )  # fmt: skip


def limits(board):
    return {
        row.entry.indicator: row.entry.limit
        for row in list_targets(later(board), ACTOR)
        if row.entry.year == 2012 and row.by
    }


def edits(board):
    return [line for line in board.store.entries() if line.type == "overlay_edited"]


def test_a_target_set_on_one_server_holds_on_the_other(boards):
    one, other = boards
    target(one, "pm10", "0.101")
    assert limits(other) == limits(one) == {"pm10": "0.101"}
    target(other, "so2", "0.041")  # its file now holds both
    target(one, "pm10", "0.099")
    assert limits(other) == limits(one) == {"pm10": "0.099", "so2": "0.041"}
    assert edits(one) == edits(other) == []  # nobody took another server's change for a hand's


def test_two_servers_that_decide_at_once_keep_both_decisions(boards):
    one, other = boards
    target(one, "pm10", "0.101")
    target(other, "so2", "0.041")  # it has not looked since
    assert limits(one) == limits(other) == {"pm10": "0.101", "so2": "0.041"}
    assert edits(later(one)) == []


def test_a_server_that_was_down_takes_in_what_the_other_decided(boards, tmp_path):
    one, other = boards
    target(other, "pm10", "0.101")
    assert limits(one) == {"pm10": "0.101"}
    one.close()
    target(other, "pm10", "0.088")
    target(other, "so2", "0.041")
    again = open_board(settings(tmp_path, "one"))
    boards[0] = again
    assert limits(again) == {"pm10": "0.088", "so2": "0.041"}
    assert edits(again) == []


def test_without_postgres_nothing_is_decided_and_everything_is_shown(boards, postgres, monkeypatch):
    one, other = boards
    target(one, "pm10", "0.101")
    assert limits(other) == {"pm10": "0.101"}
    postgres.stop()
    with pytest.raises(WritingClosed, match="连不上"):
        target(other, "so2", "0.041")
    assert limits(other) == {"pm10": "0.101"}
    monkeypatch.setattr(process, "boards", lambda: (other,))
    entrance = Entrance(other.settings.home, "127.0.0.1", Policy())
    monkeypatch.setattr(process, "entrance", lambda: entrance)
    assert probe() == POSTGRES_AWAY and other.store.extent()
    postgres.start()
    later(other)
    assert probe() == ""
    target(other, "so2", "0.041")
    assert limits(one) == {"pm10": "0.101", "so2": "0.041"}


def test_a_shared_journal_stays_its_city_s(boards):
    with pytest.raises(StoreRefusal, match="不能在这里换城市"):
        set_own_city(boards[0], ACTOR, "110000")


def test_each_server_s_audit_is_witnessed_by_its_own_lines(boards, tmp_path):
    """A line says how the audit of the server that wrote it ended; another's is no fault here."""
    one, other = boards
    for limit in ("0.101", "0.102", "0.103"):
        target(one, "pm10", limit)
    target(other, "so2", "0.041")
    for board in boards:
        later(board)
        check = check_audit(board.settings, board.store)
        assert check.ok, check.detail
    (tmp_path / "one" / "audit.sqlite").unlink()
    (tmp_path / "one" / "audit.head").unlink()
    target(one, "so2", "0.042")
    assert not check_audit(one.settings, one.store).ok
    assert check_audit(other.settings, later(other).store).ok


def test_a_server_that_joins_does_not_miss_the_audit_of_the_first(postgres, tmp_path):
    postgres.psql("TRUNCATE chuangmo.journal")
    (tmp_path / "archive").mkdir()
    alone = open_board(Settings(tmp_path / "one", "lanzhou"))
    target(alone, "pm10", "0.101")
    alone.close()
    move_store(alone.settings, ACTOR, "postgres:service=board", tmp_path / "archive")
    opened = [open_board(settings(tmp_path, name)) for name in ("one", "two")]
    target(opened[1], "so2", "0.041")
    for board in opened:
        assert limits(board) == {"pm10": "0.101", "so2": "0.041"}
        check = check_audit(board.settings, board.store)
        assert check.ok, check.detail
        board.close()
