"""Write the demonstration workbooks: ``python -m tests.demo.make_workbooks [FOLDER]``."""

import sys
from pathlib import Path

import loaders  # noqa: F401 - before any openpyxl: it says which XML library openpyxl uses
from tests.demo.demo_air import air_year
from tests.demo.demo_air_book import write_air
from tests.demo.demo_assessment import write_assessment
from tests.demo.demo_boilers_book import write_boilers
from tests.demo.demo_management import write_management
from tests.demo.demo_noise import write_noise
from tests.demo.demo_tasks import write_tasks
from tests.demo.demo_water import write_water

YEARS = (2007, 2008)
FOLDER = Path(__file__).resolve().parents[2] / "data" / "samples" / "lanzhou"


def make(folder: Path) -> list[Path]:
    """Write every workbook into the folder; the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for year in YEARS:
        paths += write_air(air_year(year), folder)
        paths += write_noise(year, folder)
        paths += write_water(year, folder)
    paths += write_boilers(folder) + write_tasks(folder) + write_management(folder)
    return paths + write_assessment(folder)


if __name__ == "__main__":
    written = make(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
    print(f"{len(written)} 个工作簿，{sum(path.stat().st_size for path in written)} 字节")
