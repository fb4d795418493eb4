"""Other computers are let in only when somebody can administer the board, and by known settings."""

from pathlib import Path

import pytest

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.server.serve import require_door

OTHERS = ["0.0.0.0", "192.0.2.1", "::", "", None]
PASSWORD = "Zhong-Shan9-Qiao"


@pytest.mark.parametrize("address", OTHERS)
def test_without_an_administrator_any_other_address_is_refused_in_a_sentence(
    address: str | None, tmp_path: Path
) -> None:
    with pytest.raises(SystemExit, match=r"看板只对本机开放.*user add"):
        require_door(tmp_path, address)


@pytest.mark.parametrize("address", OTHERS)
def test_with_an_administrator_other_addresses_are_served(
    address: str | None, tmp_path: Path
) -> None:
    Accounts(tmp_path).add("wang", "admin", PASSWORD)
    require_door(tmp_path, address)


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1"])
def test_this_computer_is_served_without_accounts(address: str, tmp_path: Path) -> None:
    require_door(tmp_path, address)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[proxy]\nuser_header = 'X-User'", "任何人都能冒名"),
        ("[proxy]\naddresses = ['everywhere']", "不是 IP 地址"),
        ("[proxy]\ntrust = true", "不认识 trust"),
        ("[session]\nidle_minutes = 0", "idle_minutes"),
        ("[session]\nabsolute_hours = 'ever'", "absolute_hours"),
        ("[session\n", "读不懂"),
    ],
)
def test_a_setting_that_would_open_the_door_wrongly_stops_the_start(
    text: str, words: str, tmp_path: Path
) -> None:
    (tmp_path / "server.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit, match=words):
        require_door(tmp_path, "127.0.0.1")
