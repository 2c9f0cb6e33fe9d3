from django.urls import path

from laeringslean.benefits.views import agreements, benefits, divisors, sums

app_name = "benefits"
urlpatterns = [
    path("ideas/<uuid:idea_pk>/", benefits.idea_panel, name="idea-panel"),
    path("ideas/<uuid:idea_pk>/new/", benefits.benefit_new, name="benefit-new"),
    path("example/", benefits.example, name="example"),
    path("<uuid:pk>/edit/", benefits.benefit_edit, name="benefit-edit"),
    path("<uuid:pk>/agreement/", agreements.agreement, name="agreement"),
    path("<uuid:pk>/agreement/signature/", agreements.signature, name="agreement-signature"),
    path("<uuid:pk>/realisation/", benefits.realisation, name="realisation"),
    path("<uuid:pk>/loss/", benefits.loss, name="loss"),
    path("units/<uuid:unit_pk>/", sums.sums, name="sums"),
    path("divisors/", divisors.divisor_list, name="divisor-list"),
]
