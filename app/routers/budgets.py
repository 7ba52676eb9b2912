"""The budget as a workbook: taken along, changed, and brought back."""

from secrets import token_urlsafe
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.errors import Phrase, Problem
from app.i18n import _
from app.models import Project
from app.rules import budgets as rules
from app.rules import buttons, saving
from app.rules.budget_changes import Changes, changes
from app.rules.budgets import Brought, Origin
from app.rules.proposal import mark_of
from app.rules.saving import Posted
from app.services import budgets, proposals, sections
from app.web import gate
from app.web.allowed import Allowed
from app.web.files.press import Download, press
from app.web.files.upload import UploadDep
from app.web.files.workbook import workbook
from app.web.forms import TypedDep
from app.web.pages import Page, PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter(prefix="/projects/{project_id}")

IMPORT = "budgets/import.html"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_OURS = _("This workbook was not made here. Take the budget along first and write in that file.")
PARTLY = _("Somebody else saved meanwhile. What they wrote stands; your words are kept aside.")
OF_ANOTHER = _("This is the budget of another project: %(code)s.")


@router.get("/budget.xlsx", name="budget_xlsx")
def take(
    project: Annotated[Project, Depends(Allowed("project.read"))],
    session: SessionDep,
    request: Request,
) -> Response:
    template, plan = sections.template_of(project), sections.plan(session, project)
    origin = Origin(project.code, project.version, token_urlsafe(9))
    draft, at = proposals.is_draft(session, project), press(request)

    def make() -> bytes:
        return workbook(rules.sheet(template, plan, mark_of(origin.version, draft=draft), origin))

    name = f"seedbed-{project.code}-budget-v{project.version}.xlsx"
    return Download(lambda: at.work(make), XLSX, name)


@router.get("/budget/import", name="budget_import")
def show(project: Annotated[Project, Depends(Allowed("project.edit"))], page: PageDep) -> Response:
    return _page(page, project)


@router.post("/budget/import", name="import_budget", dependencies=[Depends(gate.one_file)])
def bring(
    upload: UploadDep,  # before the project: it is read while nobody waits for the lock
    project: Annotated[Project, Depends(Allowed("project.edit"))],
    typed: TypedDep,
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    """A file is looked at and changes nothing; the form that comes of it saves."""
    if upload.trouble:
        return _page(page, project, status=422, trouble=upload.trouble)
    if upload.taken is not None:
        origin = rules.origin(upload.taken)
        if origin is None or origin.version > project.version:
            return _page(page, project, status=422, trouble=NOT_OURS)
        if origin.code != project.code:
            says = str(OF_ANOTHER) % {"code": origin.code}
            return _page(page, project, status=422, trouble=says)
        brought = budgets.brought(session, project, origin, upload.taken)
        return _looked_at(page, project, session, origin, brought)
    posted = saving.read(sections.template_of(project).sections[budgets.KEY], typed)
    removed = tuple(dict(typed).get("_remove", "").split())
    if posted.too_long or not all(buttons.ROW.fullmatch(row) for row in removed):
        raise Problem(saving.CUT)
    each = budgets.saves(posted, removed)
    saved = budgets.save(session, project, each, by=who)
    clashes = [name for one in saved for name in one.merged.clashes]
    if clashes or any(one.merged.too_many for one in saved):
        return _page(page, project, status=409, trouble=PARTLY, partly=True)
    here = page.url("section", project_id=project.id, section=budgets.KEY)
    return page.go_to(f"{here}?saved={project.version}")


def _looked_at(
    page: Page, project: Project, session: SessionDep, origin: Origin, brought: Brought
) -> Response:
    if brought.troubles:
        return _page(page, project, status=422, troubles=brought.troubles)
    posted = Posted(origin.version, origin.page, brought.written, None)
    outcome = budgets.outcome(session, project, budgets.saves(posted, brought.removed))
    if outcome.too_many:
        return _page(page, project, status=422, trouble=_("These are more rows than we can keep."))
    template = sections.template_of(project)
    found = changes(template, outcome.before, outcome.after, outcome.clashes)
    return _page(page, project, found=found, posted=posted, removed=brought.removed)


def _page(
    page: Page,
    project: Project,
    *,
    status: int = 200,
    trouble: Phrase = "",
    troubles: tuple[rules.Trouble, ...] = (),
    found: Changes | None = None,
    **more: Any,
) -> Response:
    return page.show(
        IMPORT,
        "main",
        status=status,
        project=project,
        trouble=trouble,
        troubles=troubles,
        found=found,
        **{"posted": None, "removed": (), "partly": False} | more,
    )
