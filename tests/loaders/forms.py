"""All forms written out as text, each with every reading that it holds."""

from tests.loaders import forms_of_offices, forms_of_places, forms_of_times
from tests.loaders.form import Form

__all__ = ["FORMS", "Form"]

FORMS = (*forms_of_places.FORMS, *forms_of_times.FORMS, *forms_of_offices.FORMS)
