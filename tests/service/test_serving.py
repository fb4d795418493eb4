"""The server opens for this computer only, and the command line goes through it while it lives."""

import pytest

from chuangmo.ui.serve import LOOPBACK, require_loopback


@pytest.mark.parametrize("address", ["0.0.0.0", "192.0.2.1", "::", "", None])
def test_any_other_address_is_refused_in_a_sentence(address: str | None) -> None:
    with pytest.raises(SystemExit, match="看板只对本机开放"):
        require_loopback(address)


@pytest.mark.parametrize("address", LOOPBACK)
def test_this_computer_is_served(address: str) -> None:
    require_loopback(address)
