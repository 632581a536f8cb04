from . import applications, community, dashboard, people, programs, setup, texts

urlpatterns = (
    people.urlpatterns
    + programs.urlpatterns
    + applications.urlpatterns
    + community.urlpatterns
    + dashboard.urlpatterns
    + texts.urlpatterns
    + setup.urlpatterns
)
