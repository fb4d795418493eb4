"""What stands beside a figure on 指标 and counts in none: another definition, other cities."""

from chuangmo.exhibits.beside.definitions import definitions_exhibit
from chuangmo.exhibits.beside.other_cities import other_cities_exhibit
from chuangmo.exhibits.place import Place
from chuangmo.ui.blocks.exhibit_table import NO_FOOT, show_exhibit_table
from chuangmo.ui.reads import PAGE


def show_beside(place: Place) -> None:
    """Both definitions, then the cities that tables list; nothing where there are none."""
    for make in (definitions_exhibit, other_cities_exhibit):
        exhibit = make(PAGE, place, NO_FOOT)
        if exhibit is not None:
            show_exhibit_table(exhibit)
