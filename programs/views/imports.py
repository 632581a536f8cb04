"""Directory imports in the browser: upload, columns, progress, report, apply, undo."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.access import can_import_people, require
from programs.directory import fields, imports
from programs.directory.history import told, told_preview
from programs.directory.reading import Unreadable, read
from programs.directory.undoing import can_undo, undo
from programs.forms.people import ApplyForm, ColumnsForm, UploadForm
from programs.lifecycle import NotAllowed
from programs.models import DirectoryImport
from programs.pages import page

PER_PAGE = 25
NOT_KEPT = "The file is not kept any more. Upload it again."


@require_GET
def directory_imports(request):
    """Every import there was, the newest first."""
    require(can_import_people(request.user))
    found = (
        DirectoryImport.objects.visible_to(request.user)
        .select_related("by")
        .defer("content", "problems", "preview")
    )
    page_obj = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return page(request, "programs/people/imports", {"page_obj": page_obj})


@require_http_methods(["GET", "POST"])
def directory_import_new(request):
    """Upload a directory file."""
    require(can_import_people(request.user))
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        imported = imports.upload(form.cleaned_data["file"].name, form.content, by=request.user)
        return redirect(imported)
    return page(request, "programs/people/import_new", {"form": form})


@require_http_methods(["GET", "POST"])
def directory_import(request, pk):
    """One import, whatever stage it is in; a POST says what its columns mean."""
    seen = DirectoryImport.objects.visible_to(request.user)
    imported = get_object_or_404(seen.select_related("by").without_content(), pk=pk)
    if request.method == "POST" or imported.needs_columns or "columns" in request.GET:
        return choose_columns(request, imported)
    show = request.GET.get("show", "problems" if imported.problem_count else "changes")
    listed = imported.problems if show == "problems" else changes_of(imported)
    page_obj = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    if show == "changes":
        page_obj.object_list = in_words(imported, page_obj.object_list)
    context = {
        "imported": imported,
        "show": show,
        "page_obj": page_obj,
        "change_count": imported.created + imported.updated + imported.left,
        "can_undo": can_undo(imported),
        "can_apply": imported.status in ("checked", "refused") and not is_hopeless(imported),
    }
    return page(request, "programs/people/import", context)


def changes_of(imported):
    """What an applied import changed, or what a checked one would."""
    if imported.status in (DirectoryImport.Status.APPLIED, DirectoryImport.Status.UNDONE):
        return imported.changes.order_by("pk")
    return imported.preview


def in_words(imported, changes):
    if imported.status in (DirectoryImport.Status.APPLIED, DirectoryImport.Status.UNDONE):
        return told(changes)
    return told_preview(changes)


def is_hopeless(imported):
    """A file that nobody can apply as it is: nothing in it can be used, or nothing would change."""
    return imported.created + imported.updated + imported.left == 0


def choose_columns(request, imported):
    """The page on which an administrator says which column means what."""
    content = DirectoryImport.objects.values_list("content", flat=True).get(pk=imported.pk)
    if content is None or imported.is_under_way:
        if request.method == "POST":
            raise NotAllowed("This import is under way already." if imported.is_under_way else NOT_KEPT)
        return page(request, "programs/people/import_gone", {"imported": imported})
    try:
        sheet = read(bytes(content), limit=3)
    except Unreadable as trouble:
        raise NotAllowed(str(trouble)) from trouble
    guessed = imported.headers or fields.guess(
        sheet.headers, DirectoryImport.objects.visible_to(request.user).remembered_headers()
    )
    form = ColumnsForm(request.POST if request.method == "POST" else None, sheet=sheet, guessed=guessed)
    if form.is_valid():
        imports.ask(imported, by=request.user, headers=form.headers, dry_run=True)
        return redirect(imported)
    context = {"form": form, "imported": imported, "known": any(guessed.values())}
    return page(request, "programs/people/import_columns", context)


@require_POST
def directory_import_apply(request, pk):
    """Write what has been checked, with what the administrator allows."""
    imported = get_object_or_404(DirectoryImport.objects.visible_to(request.user).without_content(), pk=pk)
    require(can_import_people(request.user))
    if imported.needs_columns:
        raise NotAllowed("Say first what the columns of this file mean.")
    form = ApplyForm(request.POST)
    form.is_valid()
    imports.ask(imported, by=request.user, dry_run=False, **form.cleaned_data)
    return redirect(imported)


@require_POST
def directory_import_undo(request, pk):
    """Put everybody back to what they were before an import."""
    imported = get_object_or_404(DirectoryImport.objects.visible_to(request.user).without_content(), pk=pk)
    require(can_import_people(request.user))
    undo(imported, by=request.user)
    messages.success(request, "The import is undone: everybody is as they were before it.")
    return redirect(imported)
