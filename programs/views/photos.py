"""The photo of a talent profile: chosen, cut and removed by its owner, shown to the profile's readers."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.forms.photos import CutForm, PhotoForm, frame_of
from programs.models import TalentProfile
from programs.pages import page
from programs.photos import UnusablePhoto, cut_photo, keep_photo, remove_photo
from programs.profiles import own_profile

PLACE = ("photo_left", "photo_top", "photo_size")


@require_http_methods(["GET", "POST"])
def profile_photo(request):
    """Choose a photo. It is drawn anew before anything of it is kept."""
    form = PhotoForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            keep_photo(request.user, form.cleaned_data["new_photo"], today=timezone.localdate())
        except UnusablePhoto as trouble:
            form.add_error("new_photo", str(trouble))
        else:
            messages.success(request, "Your photo is saved. Choose the square that others see.")
            return redirect("profile_photo")
    context = photo_page(own_profile(request.user)) | {"form": form, "choose": form}
    return page(request, "programs/profile_photo", context)


@require_POST
def profile_photo_cut(request):
    """Cut the square anew, or only show what it would be."""
    own = get_object_or_404(TalentProfile.objects.exclude(photo_whole=""), person=request.user)
    cut = CutForm(request.POST, initial={name: getattr(own, name) for name in PLACE})
    if cut.is_valid() and "show_first" not in request.POST:
        try:
            done = cut_photo(request.user, cut.place(), of=cut.cleaned_data["of"], today=timezone.localdate())
        except UnusablePhoto as trouble:
            cut.add_error(None, str(trouble))
        else:
            if done:
                messages.success(request, "Others see this square from now on.")
            else:
                messages.error(request, "The photo was changed in another window. This is the one in use.")
            return redirect("profile_photo")
    context = photo_page(own, cut) | {"form": cut, "choose": PhotoForm(), "is_preview": cut.is_valid()}
    return page(request, "programs/profile_photo", context)


@require_POST
def profile_photo_removal(request):
    get_object_or_404(TalentProfile.objects.exclude(photo=""), person=request.user)
    remove_photo(request.user)
    messages.success(request, "Your photo is removed. Others see your initials.")
    return redirect("profile_photo")


def photo_page(own, cut=None):
    """The picture with the square in it; without one when there is none, or its file is lost."""
    try:
        size = own.photo_whole and (own.photo_whole.width, own.photo_whole.height)
    except FileNotFoundError:
        size = None
    if not size:
        return {"profile": own}
    if cut is None:
        cut = CutForm(initial={"of": own.photo_whole.name, **{name: getattr(own, name) for name in PLACE}})
    return {"profile": own, "cut": cut, "square": frame_of(*size, cut.place())}


@require_GET
def photo(request, pk):
    """The picture in a talent profile, for those who may read the profile."""
    return picture(
        get_object_or_404(
            TalentProfile.objects.visible_to(request.user).exclude(photo=""),
            person=pk,
            person__is_active=True,
        ).photo
    )


@require_GET
def photo_whole(request):
    """All of one's own picture, to cut the square from."""
    return picture(
        get_object_or_404(TalentProfile.objects.exclude(photo_whole=""), person=request.user).photo_whole
    )


def picture(file):
    try:
        content = file.open()
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, content_type="image/webp", filename="photo.webp")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
