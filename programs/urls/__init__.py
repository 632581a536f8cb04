from . import applications, attributes, community, dashboard, people, programs, review, setup, texts

urlpatterns = (
    people.urlpatterns
    + programs.urlpatterns
    + applications.urlpatterns
    + review.urlpatterns
    + attributes.urlpatterns
    + community.urlpatterns
    + dashboard.urlpatterns
    + texts.urlpatterns
    + setup.urlpatterns
)
