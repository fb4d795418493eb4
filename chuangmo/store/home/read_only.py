"""Opening a home that can only be read: nothing in it is touched, all its figures are there."""

import atexit
import logging
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from chuangmo.store.archive import Archive
from chuangmo.store.database import Cursor, Resources, Unusable, close_quietly, connect
from chuangmo.store.home.paths import Home
from chuangmo.store.home.standing import Standing
from chuangmo.store.rebuild import build, check_sound
from chuangmo.store.replay import position

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class ReadingOpener:
    """Opens the database of a home for reading only.

    A file that is missing, damaged or behind the journal cannot be mended in its place: the figures
    are made anew from archive and journal in a folder of this process, gone with it.

    Attributes:
        standing: of the journal.
        notices: Chinese sentences about what had to be done; appended to.
    """

    home: Home
    archive: Archive
    standing: Standing
    resources: Resources
    notices: list[str]

    def open(self, deep: bool) -> Cursor:
        """A connection that holds every line of the journal; ``deep`` reads every stored byte.

        Raises:
            StoreHeld: another process writes to the file.
            StoreFault: the archive is damaged where it is needed, or no room elsewhere.
        """
        if self.home.database.exists():
            try:
                return self._in_place(deep)
            except Unusable as reason:
                LOG.warning("database not used as it is: %s", reason)
        elif not self.standing.entries:
            LOG.info("an empty home that can only be read")
        else:
            self.notices.append("数据目录只读，数据库文件缺失：由档案和日志在临时目录里另建。")
        place = Path(tempfile.mkdtemp(prefix="chuangmo-")).resolve()
        atexit.register(shutil.rmtree, place, ignore_errors=True)
        built = build(place / "rebuilt.duckdb", self.archive, self.standing.entries, self.resources)
        return connect(built, place, self.resources)

    def _in_place(self, deep: bool) -> Cursor:
        try:
            connection = connect(self.home.database, self.home.root, self.resources, read_only=True)
        except duckdb.Error as error:
            raise Unusable(str(error)) from error
        try:
            check_sound(connection, self.standing.entries, deep)
            if position(connection, self.standing.entries) < len(self.standing.entries):
                raise Unusable("behind the journal")
        except duckdb.Error as error:
            close_quietly(connection)
            raise Unusable(str(error)) from error
        except BaseException:
            close_quietly(connection)
            raise
        return connection
