from . import applications, community, dashboard, people, programs, review, setup, texts

urlpatterns = (
    people.urlpatterns
    + programs.urlpatterns
    + applications.urlpatterns
    + review.urlpatterns
    + community.urlpatterns
    + dashboard.urlpatterns
    + texts.urlpatterns
    + setup.urlpatterns
)
