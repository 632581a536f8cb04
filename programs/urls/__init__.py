from . import applications, community, dashboard, people, programs

urlpatterns = (
    people.urlpatterns
    + programs.urlpatterns
    + applications.urlpatterns
    + community.urlpatterns
    + dashboard.urlpatterns
)
