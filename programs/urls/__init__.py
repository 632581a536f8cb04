from . import applications, community, dashboard, people, programs, texts

urlpatterns = (
    people.urlpatterns
    + programs.urlpatterns
    + applications.urlpatterns
    + community.urlpatterns
    + dashboard.urlpatterns
    + texts.urlpatterns
)
