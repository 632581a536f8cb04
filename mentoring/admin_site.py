"""The admin as this house keeps it: open to coordinators and administrators, not there for all others.

Only tables of ours stand in it, each scoped (`programs.admin.scoped`). Signing in, passwords and second
factors are the business of the sign-in pages; a shortcut that would say which rows exist is not offered.
"""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from programs.access import can_open_admin

OURS = ("programs", "pairing", "mentoring_sessions", "reports")
NOT_OFFERED = ("logout", "password_change", "password_change_done", "view_on_site")


class Site(admin.AdminSite):
    site_title = site_header = "Verso"
    index_title = "Tables"
    enable_nav_sidebar = False
    empty_value_display = "–"

    def register(self, model_or_iterable, admin_class=None, **options):
        """Tables of other packages hold tokens and keys; they stay out."""
        models = model_or_iterable if isinstance(model_or_iterable, (list, tuple)) else [model_or_iterable]
        ours = [model for model in models if model._meta.app_label in OURS]
        if ours:
            super().register(ours, admin_class, **options)

    def has_permission(self, request):
        return request.user.is_active and can_open_admin(request.user)

    def admin_view(self, view, cacheable=False):
        guarded = super().admin_view(view, cacheable)

        def closed(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return guarded(request, *args, **kwargs)

        return closed

    @method_decorator([never_cache, login_not_required])
    def login(self, request, extra_context=None):
        """Signing in happens where limits and second factors are kept."""
        index = reverse("admin:index")
        if request.user.is_authenticated:
            return redirect(index)
        return redirect_to_login(index, reverse("account_login"))

    def get_urls(self):
        return [url for url in super().get_urls() if getattr(url, "name", None) not in NOT_OFFERED]
