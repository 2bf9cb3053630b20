from django.conf import settings
from django.contrib.staticfiles.urls import staticfiles_urlpatterns
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("accounts/", include("allauth.account.urls")),
    path("", include("bookings.urls")),
    path("reports/", include("reports.urls")),
    path("", include("cms.urls")),
]
if settings.DEBUG:
    urlpatterns += staticfiles_urlpatterns()
urlpatterns += [path("", include(wagtail_urls))]
