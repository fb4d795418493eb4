"""Roles and districts are enforced in the functions that act, each of which stands in a table."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

import chuangmo.service
from chuangmo.access.actor import (
    ACCOUNTS,
    ADMIN,
    AUDITOR,
    MANAGER,
    REVIEWER,
    RIGHTS,
    ROLES,
    SECURITY,
    SYSTEM,
    THREE,
    UPLOADER,
    VIEWER,
    Actor,
    Forbidden,
)
from chuangmo.access.audit import acts
from chuangmo.period import parse_period
from chuangmo.service.board import Board, open_board, require_area
from chuangmo.service.decisions.supervision import acts as supervising
from chuangmo.service.imports import clerk, corrections, importing
from chuangmo.settings import Settings
from loaders.model.staged import Hints
from loaders.returning.hand_form import HandRow

#: The right that every public service function with an actor needs.
LEAST = {
    "assessment.assessment": VIEWER,
    "marks.add_mark": UPLOADER,
    "marks.list_marks": VIEWER,
    "marks.remove_mark": UPLOADER,
    "notes.list_notes": VIEWER,
    "notes.set_note": UPLOADER,
    "notes.undo_note": UPLOADER,
    "changing_settings.apply_settings": MANAGER,
    "changing_settings.preview_district_change": MANAGER,
    "changing_settings.preview_rows": MANAGER,
    "changing_settings.preview_settings": MANAGER,
    "changing_settings.preview_settings_book": MANAGER,
    "changing_settings.preview_undo": MANAGER,
    "changing_settings.settings_book": MANAGER,
    "changing_settings.settings_history": MANAGER,
    "present.present": VIEWER,
    "acts.add_evidence": UPLOADER,
    "acts.add_feedback": UPLOADER,
    "acts.close_item": REVIEWER,
    "acts.evidence_file": VIEWER,
    "acts.extend": REVIEWER,
    "acts.inspect": REVIEWER,
    "acts.open_free": REVIEWER,
    "acts.open_item": REVIEWER,
    "acts.reopen": REVIEWER,
    "book.import_book": REVIEWER,
    "demonstration.load_demo_scheme_items": REVIEWER,
    "book.preview_book": UPLOADER,
    "items.list_items": VIEWER,
    "own_city.own_city": VIEWER,
    "own_boundaries.check_boundaries": MANAGER,
    "own_boundaries.set_boundaries": MANAGER,
    "own_boundaries.set_shipped_boundaries": MANAGER,
    "own_city.set_own_city": MANAGER,
    "proposals.proposals": VIEWER,
    "attributing.attribute": VIEWER,
    "auditing.audit_csv": AUDITOR,
    "auditing.audit_lines": AUDITOR,
    "audit_trail.restart_audit": ADMIN,
    "backing_up.back_up": SYSTEM,
    "changing.add_dust": REVIEWER,
    "changing.list_dust": VIEWER,
    "changing.list_items": VIEWER,
    "changing.list_targets": VIEWER,
    "changing.list_hand_marks": VIEWER,
    "changing.remove_dust": REVIEWER,
    "changing.remove_hand_mark": REVIEWER,
    "changing.set_hand_mark": REVIEWER,
    "changing.set_item": REVIEWER,
    "changing.set_target": REVIEWER,
    "clerk.blank_form": VIEWER,
    "clerk.enter_by_hand": UPLOADER,
    "clerk.hand_book": UPLOADER,
    "clerk.marked_up": UPLOADER,
    "completeness.completeness": VIEWER,
    "conclusions.changed_conclusions": VIEWER,
    "conclusions.effect_of": UPLOADER,
    "corrections.add_correction": UPLOADER,
    "corrections.corrections": VIEWER,
    "corrections.remove_correction": UPLOADER,
    "daily.daily": VIEWER,
    "data_tokens.list_tokens": VIEWER,
    "data_tokens.make_token": VIEWER,
    "data_tokens.revoke_token": VIEWER,
    "data_tokens.list_all_tokens": SECURITY,
    "data_tokens.revoke_any_token": SECURITY,
    "office_settings.office_settings": VIEWER,
    "office_settings.set_office": MANAGER,
    "templates.keep_template": MANAGER,
    "templates.take_back_template": MANAGER,
    "templates.template_bytes": VIEWER,
    "templates.template_history": VIEWER,
    "templates.templates_in_force": VIEWER,
    "drafts.content_of_draft": VIEWER,
    "drafts.drop_draft": VIEWER,
    "drafts.list_drafts": VIEWER,
    "drafts.load_draft": VIEWER,
    "drafts.save_draft": VIEWER,
    "demonstration.load_demo_marks": REVIEWER,
    "demonstration.load_demo_items": REVIEWER,
    "demo_submissions.load_demo_submissions": REVIEWER,
    "reported_scores.reported_scores": VIEWER,
    "gradings.noise_grades": VIEWER,
    "gradings.section_grades": VIEWER,
    "score_sheet.score_sheet": VIEWER,
    "importing.batches": VIEWER,
    "importing.commit": UPLOADER,
    "importing.import_file": UPLOADER,
    "importing.load_demo": UPLOADER,
    "importing.preview": UPLOADER,
    "importing.restore": REVIEWER,
    "importing.withdraw": REVIEWER,
    "review_setting.must_submit": VIEWER,
    "review_setting.review_is_on": VIEWER,
    "review_setting.set_review": MANAGER,
    "published.in_force": VIEWER,
    "published.publications": VIEWER,
    "published.published_months": VIEWER,
    "publishing.corrections_since": VIEWER,
    "packs.keep_file": REVIEWER,
    "packs.keep_outcome": REVIEWER,
    "packs.pack_content": VIEWER,
    "packs.pack_of": VIEWER,
    "publishing.publish": REVIEWER,
    "publishing.snapshot_name": REVIEWER,
    "opening.opening_month": VIEWER,
    "completeness.reports_in": VIEWER,
    "same_spans.same_spans": VIEWER,
    "winters.winters": VIEWER,
    "completeness.reports_by_month": VIEWER,
    "importing.publication_questions": VIEWER,
    "reviewing.corrected_months": UPLOADER,
    "conclusions.effect_of_waiting": REVIEWER,
    "mail.last_digests": MANAGER,
    "mail.send_trial": MANAGER,
    "mail_settings.mail_settings": MANAGER,
    "mail_settings.set_address": MANAGER,
    "mail_settings.set_mail": MANAGER,
    "duties.report_tasks": VIEWER,
    "messages.gathered": VIEWER,
    "messages.messages": VIEWER,
    "messages.read_messages": VIEWER,
    "review_details.beside": REVIEWER,
    "review_details.sheet_of": REVIEWER,
    "reviewing.approve": REVIEWER,
    "reviewing.difference": UPLOADER,
    "reviewing.found_in": UPLOADER,
    "reviewing.send_back": REVIEWER,
    "reviewing.waiting": UPLOADER,
    "evidence.evidence": VIEWER,
    "source_rows.sub_counts": VIEWER,
    "other_cities.other_cities": VIEWER,
    "places_with_rows.places_with_rows": VIEWER,
    "places_with_rows.verdicts_on": VIEWER,
    "layouts.accept_layout": REVIEWER,
    "layouts.list_layouts": VIEWER,
    "ledger.list_ledger": VIEWER,
    "observations.list_observations": VIEWER,
    "auditing.checked_backups": SYSTEM,
    "people.waiting_for_change": ACCOUNTS,
    "people.add_user": SYSTEM,
    "people.disable_user": ACCOUNTS,
    "people.enable_user": SECURITY,
    "people.list_users": ACCOUNTS,
    "people.reset_password": SYSTEM,
    "people.reset_second_factor": SYSTEM,
    "people.with_second_factor": ACCOUNTS,
    "people.set_role": SECURITY,
    "people.unlock_user": SYSTEM,
    "moving_store.move_store": SYSTEM,
    "moving_store.tidy_store": SYSTEM,
    "reviewing.to_decide": UPLOADER,
    "months.months_alone": VIEWER,
    "search.search": VIEWER,
    "ranking.rank": VIEWER,
    "assessing.assess": VIEWER,
    "assessing.extent": VIEWER,
    "assessing.limit_steps": VIEWER,
    "assessing.look_ahead": VIEWER,
    "assessing.mean": VIEWER,
    "assessing.monthly": VIEWER,
    "recovering.rebuild_database": SYSTEM,
    "recovering.rebuild_open": SYSTEM,
    "recovering.recover_journal": SYSTEM,
    "scorecard.scorecard": VIEWER,
    "snapshot_changes.changed_since": VIEWER,
    "snapshots.behind_of": VIEWER,
    "snapshots.content_of": VIEWER,
    "snapshots.find_snapshot": VIEWER,
    "snapshots.list_snapshots": VIEWER,
    "snapshots.save": UPLOADER,
    "source_rows.source_rows": VIEWER,
    "target_import.import_file": UPLOADER,
    "target_import.import_targets": UPLOADER,
    "target_import.register": REVIEWER,
    "target_import.register_chosen": UPLOADER,
    "trace.count_cells": VIEWER,
    "trace.excerpt": VIEWER,
    "trace.trace": VIEWER,
}
#: The checks and the recorder themselves: they take the role as an argument, or change nothing.
CHECKS = {
    "auditing.allow", "auditing.audited", "auditing.is_only_read", "auditing.note",
    "auditing.note_backup_checked", "auditing.note_export", "auditing.witness_journal",
    "board.require", "board.require_area", "importing.is_seen_by",
}  # fmt: skip


def discovered() -> dict[str, Callable[..., Any]]:
    found = {}
    for module in pkgutil.walk_packages(chuangmo.service.__path__, "chuangmo.service."):
        loaded = importlib.import_module(module.name)
        for name, value in vars(loaded).items():
            own = getattr(value, "__module__", "") == loaded.__name__
            if own and inspect.isfunction(value) and not name.startswith("_"):
                kinds = [p.annotation for p in inspect.signature(value).parameters.values()]
                if Actor in kinds or "Actor" in kinds:
                    found[f"{module.name.rpartition('.')[2]}.{name}"] = value
    return found


FOUND = discovered()


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    held = open_board(Settings(tmp_path_factory.mktemp("rights") / "home", "beijing"))
    supervising.open_item(
        held, EVERYBODY, indicator="pm10", area="北京市", unit="市政府", measure="整改",
        deadline=date(2099, 1, 1),
    )  # fmt: skip
    yield held
    held.close()


def called(name: str, board: Board, role: str) -> None:
    """Call a function with an actor of the role and arguments of the right shape."""
    staged = SimpleNamespace(
        name="a.xlsx", sha256="0" * 64, rejected=None,
        observations=pa.table({"area": pa.array([], pa.string())}),
        ledger=pa.table({"area": pa.array([], pa.string())}),
    )  # fmt: skip
    usual = {
        "board": board, "settings": board.settings, "actor": Actor("x", role, "page"),
        "data": b"", "name": "a.xlsx", "hints": Hints(), "staged": staged, "batch": 1,
        "reason": "", "rows": [], "document": "", "period": parse_period("2008"),
        "month": parse_period("2008-10"), "as_of": date(2008, 12, 31), "file": "0" * 64,
        "years": (2008,), "chosen": [], "districts": (), "role": "viewer", "password": "",
        "indicator": "pm10", "area": "北京市", "number": 1,
    }  # fmt: skip
    parameters = inspect.signature(FOUND[name]).parameters.values()
    needed = [p for p in parameters if p.default is inspect.Parameter.empty]
    FOUND[name](**{p.name: usual.get(p.name, "") for p in needed})


def test_every_service_function_that_takes_a_person_stands_in_the_table() -> None:
    assert set(FOUND) - CHECKS == set(LEAST)


@pytest.mark.parametrize("name", LEAST)
def test_roles_without_the_right_are_refused(name: str, board: Board) -> None:
    for role in ("nobody", *ROLES):  # every role, and one that does not exist
        if LEAST[name] not in RIGHTS.get(role, ()):
            with pytest.raises(Forbidden):
                called(name, board, role)


@pytest.mark.parametrize("name", LEAST)
def test_the_least_role_is_not_refused(name: str, board: Board) -> None:
    role = next(one for one in ROLES if LEAST[name] in RIGHTS[one])
    try:
        called(name, board, role)
    except Forbidden as refusal:
        pytest.fail(str(refusal))
    except Exception:  # noqa: BLE001, S110 - the arguments are only shaped, not fit
        pass


def test_the_three_have_no_right_in_common_and_none_sees_figures() -> None:
    rights = {role: RIGHTS[role] - {ACCOUNTS} for role in THREE}
    assert all(RIGHTS[role] & {VIEWER, MANAGER, ADMIN} == set() for role in THREE)
    assert sum(map(len, rights.values())) == len(frozenset().union(*rights.values())) == 3
    assert RIGHTS[MANAGER].isdisjoint({*THREE, ACCOUNTS, ADMIN})
    assert (
        frozenset().union(RIGHTS[MANAGER], *(RIGHTS[r] for r in THREE)) | {ADMIN} == RIGHTS[ADMIN]
    )


# -- districts ------------------------------------------------------------------------------------

ANNING = Actor("li", UPLOADER, "page", ("安宁区",), "192.0.2.9")
EVERYBODY = Actor("wang", ADMIN, "page")


@pytest.fixture
def lanzhou(tmp_path: Path) -> Iterator[Board]:
    held = open_board(Settings(tmp_path / "home", "lanzhou"))
    yield held
    held.close()


def hand(area: str, value: str = "0.110") -> HandRow:
    return HandRow("pm10", area, parse_period("2008-10"), value, unit="mg/m³")


def test_an_uploader_enters_values_of_the_own_district(lanzhou: Board) -> None:
    result = clerk.enter_by_hand(lanzhou, ANNING, [hand("安宁")], document="来函", reason="核对过")
    assert result.status == "committed"


@pytest.mark.parametrize("areas", [["城关"], ["安宁", "城关"], ["兰州市"]])
def test_an_uploader_enters_nothing_for_another_district(areas: list[str], lanzhou: Board) -> None:
    with pytest.raises(Forbidden, match="安宁区"):
        clerk.enter_by_hand(lanzhou, ANNING, [hand(a) for a in areas], document="来函")
    assert lanzhou.store.journal_seq() == 0


def book_of_chengguan(board: Board) -> bytes:
    return clerk.hand_book(board, EVERYBODY, [hand("城关")], document="来函")


def test_a_workbook_of_another_district_is_neither_staged_nor_committed(lanzhou: Board) -> None:
    data = book_of_chengguan(lanzhou)
    with pytest.raises(Forbidden, match="城关区"):
        importing.preview(lanzhou, ANNING, data, "a.xlsx", Hints())
    staged = importing.preview(lanzhou, EVERYBODY, data, "a.xlsx", Hints())
    with pytest.raises(Forbidden, match="城关区"):
        importing.commit(lanzhou, ANNING, staged, reason="核对过")
    assert lanzhou.store.journal_seq() == 0
    refused = [line.act for line in acts(lanzhou.settings.home) if line.act.action == "refusal"]
    assert {(act.who, act.address) for act in refused} == {("li", "192.0.2.9")}


def test_a_batch_of_another_district_is_not_withdrawn_restored_or_corrected(
    lanzhou: Board,
) -> None:
    data = book_of_chengguan(lanzhou)
    done = importing.import_file(lanzhou, EVERYBODY, data, "a.xlsx", Hints(), reason="核对过")
    assert done.batch is not None
    reviewer = Actor("qian", REVIEWER, "page", ("安宁区",))
    with pytest.raises(Forbidden, match="城关区"):
        importing.withdraw(lanzhou, reviewer, done.batch, "错了")
    importing.withdraw(lanzhou, EVERYBODY, done.batch, "错了")
    with pytest.raises(Forbidden, match="城关区"):
        importing.restore(lanzhou, reviewer, done.batch, "没错")
    place = {"file": done.staged.sha256, "sheet": "x", "cell": "A1"}
    with pytest.raises(Forbidden, match="城关区"):
        corrections.add_correction(lanzhou, ANNING, **place, value="1", reason="改")
    with pytest.raises(Forbidden, match="城关区"):
        corrections.add_correction(lanzhou, ANNING, **place, value="1", reason="改", data=data)
    unknown = place | {"file": "0" * 64}
    with pytest.raises(Forbidden, match="不明"):
        corrections.add_correction(lanzhou, ANNING, **unknown, value="1", reason="改", expect="2")


def test_feedback_on_another_districts_item_is_refused(lanzhou: Board) -> None:
    item = supervising.open_item(
        lanzhou, EVERYBODY, indicator="pm10", area="城关", unit="城关区人民政府", measure="整改",
        deadline=date(2099, 1, 1),
    )  # fmt: skip
    with pytest.raises(Forbidden):
        supervising.add_feedback(lanzhou, ANNING, item.number, "已整改")


def test_no_district_given_means_all() -> None:
    require_area(EVERYBODY, ["城关区", "兰州市"])
