"""Names of exported files: period, subject, kind (``2008-10_PM10_进展.pptx``)."""

import re

from chuangmo.catalog.catalog import Catalog
from chuangmo.exhibits import views
from chuangmo.exhibits.views import ViewRequest
from chuangmo.exports.contents import DOSSIER, ONE_INDICATOR, VIEWS, usual_indicator

_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f\u200b-\u200f\u202a-\u202e]+')
_WHOLE_CITY = (views.OVERVIEW, views.SCHEME, views.ASSESSMENT, DOSSIER)


def file_name(catalog: Catalog, view: str, request: ViewRequest, extension: str) -> str:
    """A name that every system can keep; nothing in it leads out of its folder."""
    place = catalog.area(request.area) if request.area else ""
    about = ""
    if view in ONE_INDICATOR:
        about = usual_indicator(catalog, request).label
    elif request.indicator and view not in _WHOLE_CITY:
        about = catalog.indicator(request.indicator).label
    parts = (request.month.period.text, place, about or ("" if place else "全市"), VIEWS[view])
    return f"{'_'.join(fit_name(part) for part in parts if part)}.{extension}"


def fit_name(text: str) -> str:
    """A part of a file name without signs that some system refuses."""
    return _UNFIT.sub("-", text).strip(". ") or "-"
