from . import applications, community, people, programs

urlpatterns = people.urlpatterns + programs.urlpatterns + applications.urlpatterns + community.urlpatterns
