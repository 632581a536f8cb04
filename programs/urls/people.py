from django.urls import path

from programs.views import imports, jobs, people

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("settings/", people.settings, name="settings"),
    path("jobs/", jobs.job_list, name="jobs"),
    path("imports/", imports.directory_imports, name="directory_imports"),
    path("imports/new/", imports.directory_import_new, name="directory_import_new"),
    path("imports/<int:pk>/", imports.directory_import, name="directory_import"),
    path("imports/<int:pk>/application/", imports.directory_import_apply, name="directory_import_apply"),
    path("imports/<int:pk>/undoing/", imports.directory_import_undo, name="directory_import_undo"),
]
