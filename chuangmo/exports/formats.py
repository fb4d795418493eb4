"""Contents written in one format; what a format cannot hold is said in a sentence."""

from collections.abc import Callable
from dataclasses import replace

from chuangmo.exhibit import Exhibit
from chuangmo.exhibits import views
from chuangmo.exhibits.beside.notes import noted_figures, notes_exhibit
from chuangmo.exports.chromium import NoChromium, exhibit_pictures, page_pdf, print_pdf
from chuangmo.exports.contents import BRIEFING, DOSSIER, ONE_PAGE, Contents
from chuangmo.exports.csv_file import csv_bytes
from chuangmo.exports.docx.brief import brief
from chuangmo.exports.docx.dossier import dossier
from chuangmo.exports.file_dates import dated
from chuangmo.exports.onepage.docx_page import page_docx
from chuangmo.exports.onepage.html_page import one_page_html
from chuangmo.exports.onepage.pptx_page import page_pptx
from chuangmo.exports.pptx.deck import deck
from chuangmo.exports.templates.fault import UnfitTemplate
from chuangmo.exports.templates.giving import templates_of
from chuangmo.exports.xlsx.origin import BESIDE
from chuangmo.exports.xlsx.workbook import sources_workbook, workbook
from chuangmo.service.questions import Questions

#: Format to its media type, in the order they are offered.
FORMATS = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
}
#: What a file of one table shows, where a view has several: the first kind that is there.
_MAIN_TABLE = ("matrix", "lines", "compare", "scheme", "shares", "needs", "trend", "map")
Made = tuple[bytes, int]


class FormatFault(Exception):
    """The contents cannot be had in this format; the message says what can be done."""


def written(form: str, reader: Questions, contents: Contents) -> Made:
    """The file's bytes and how many exhibits are in it.

    Raises:
        FormatFault: there is no picture to draw, or no Chromium that could; or the office's own
            template does not do any more.
    """
    try:
        return _WRITERS[form](reader, contents)
    except (NoChromium, UnfitTemplate) as fault:
        raise FormatFault(str(fault)) from fault


def written_beside(form: str, reader: Questions, contents: Contents) -> tuple[str, bytes] | None:
    """A second file that belongs to the first: what its name ends with, and its bytes."""
    more = sources_workbook(reader, contents) if form == "xlsx" else None
    return None if more is None else (BESIDE, more)


def main_table(exhibits: tuple[Exhibit, ...]) -> Exhibit:
    """The exhibit whose table tells most."""
    for kind in _MAIN_TABLE:
        for exhibit in exhibits:
            if exhibit.kind == kind:
                return exhibit
    return exhibits[0]


def _with_notes(reader: Questions, contents: Contents) -> Contents:
    """With what responsible units said of the month, in views of the whole of it."""
    asked = contents.request
    if contents.view not in (views.OVERVIEW, BRIEFING, ONE_PAGE):
        return contents
    area = asked.area if contents.view == ONE_PAGE and asked.area else ""
    place = reader.catalog.area(area) if area else ""
    own = "" if place == reader.catalog.city.name else place
    foot = contents.exhibits[0].foot
    found = notes_exhibit(reader, asked.month, asked.dust, foot, area=own)
    return replace(contents, exhibits=(*contents.exhibits, found)) if found else contents


def _pptx(reader: Questions, contents: Contents) -> Made:
    template = templates_of(reader.board, reader.actor).pptx
    if contents.view == ONE_PAGE:
        return page_pptx(contents, template), len(contents.exhibits)
    sections = contents.view == BRIEFING
    data = deck(
        contents.exhibits, contents.title, subtitle=contents.subtitle, sections=sections,
        template=template,
    )  # fmt: skip
    return data, len(contents.exhibits)


def _csv(reader: Questions, contents: Contents) -> Made:
    main = main_table(contents.exhibits)
    kinds = next((one for one in contents.exhibits if one.kind == "sub_counts"), None)
    return csv_bytes(main, kinds if main is not kinds else None), 1


def _xlsx(reader: Questions, contents: Contents) -> Made:
    shown = _with_notes(reader, contents)
    return workbook(reader, shown), len(shown.exhibits)


def _docx(reader: Questions, contents: Contents) -> Made:
    count = len(contents.exhibits)
    template = templates_of(reader.board, reader.actor).docx
    if contents.view == ONE_PAGE:
        return page_docx(contents, template), count
    if contents.view == DOSSIER:
        return dossier(reader, contents, template), count
    city, asked = reader.catalog.city, contents.request
    shown = _with_notes(reader, contents)
    told = noted_figures(reader, asked.month, asked.dust) if contents.view == BRIEFING else ()
    data = brief(shown, city.name, city.briefing, reader.items(), told, template)
    return data, len(shown.exhibits)


def _pdf(reader: Questions, contents: Contents) -> Made:
    if contents.view == ONE_PAGE:
        data = print_pdf(one_page_html(contents))
    else:
        data = page_pdf(contents.exhibits, contents.title, contents.subtitle)
    return dated(data, contents.request.month.as_of), len(contents.exhibits)


def _picture(form: str, contents: Contents) -> Made:
    drawn = [one for one in contents.exhibits if one.figure is not None]
    if not drawn:
        raise FormatFault(
            f"{contents.title}没有可画的图，导不出 {form.upper()}。请改用 pptx、xlsx、docx 或 pdf。"
        )
    return exhibit_pictures([drawn[0]], form)[0], 1


def _png(reader: Questions, contents: Contents) -> Made:
    return _picture("png", contents)


def _svg(reader: Questions, contents: Contents) -> Made:
    return _picture("svg", contents)


_WRITERS: dict[str, Callable[[Questions, Contents], Made]] = {
    "pptx": _pptx,
    "xlsx": _xlsx,
    "docx": _docx,
    "pdf": _pdf,
    "png": _png,
    "svg": _svg,
    "csv": _csv,
}
