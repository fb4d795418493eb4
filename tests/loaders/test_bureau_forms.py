"""Sixty arrangements of bureaus' tables, read whole; the same after changes that mean nothing."""

import pytest

from tests.loaders.changes import HARMLESS
from tests.loaders.forms import FORMS, Form
from tests.loaders.reading_lists import read, wanted
from tests.loaders.staging import staged

BY_NAME = {form.name: form for form in FORMS}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_reading_of_the_form(form: Form) -> None:
    batch = staged(form.sheets(), name=form.file)
    assert not batch.questions and not batch.errors and not batch.rejected
    assert read(batch) == wanted(form)


@pytest.mark.parametrize("change", HARMLESS)
def test_changes_that_mean_nothing(change: str) -> None:
    wrong = []
    for form in FORMS:
        batch = staged(HARMLESS[change](form.sheets()), name=form.file)
        if read(batch) != wanted(form):
            wrong.append(form.name)
    assert wrong == []
