from django.urls import path

from laeringslean.organisation.views import passwords, people, profile, roles, sign_in, units

app_name = "organisation"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("sign-out/everywhere/", sign_in.sign_out_everywhere, name="sign-out-everywhere"),
    path("language/", profile.language, name="language"),
    path("profile/keys/", profile.keys, name="keys"),
    path("password/code/", passwords.code, name="password-code"),
    path("password/reset/", passwords.reset, name="password-reset"),
    path("profile/", profile.profile, name="profile"),
    path("profile/password/", profile.password, name="password"),
    path("profile/sessions/<uuid:pk>/end/", profile.session_end, name="session-end"),
    path("units/", units.unit_list, name="unit-list"),
    path("units/new/", units.unit_new, name="unit-new"),
    path("units/<uuid:pk>/edit/", units.unit_edit, name="unit-edit"),
    path("units/<uuid:pk>/place/", units.unit_place, name="unit-place"),
    path("units/<uuid:pk>/closure/", units.unit_closure, name="unit-closure"),
    path("units/<uuid:pk>/people/", people.unit_people, name="unit-people"),
    path("units/<uuid:pk>/invitation/", people.invitation, name="person-invitation"),
    path("people/", people.person_list, name="person-list"),
    path("people/<uuid:pk>/", people.person_detail, name="person-detail"),
    path("people/<uuid:pk>/edit/", people.person_edit, name="person-edit"),
    path("people/<uuid:pk>/closure/", people.person_closure, name="person-closure"),
    path("people/<uuid:pk>/reopening/", people.person_reopening, name="person-reopening"),
    path("people/<uuid:pk>/memberships/new/", people.membership_new, name="membership-new"),
    path("memberships/<uuid:pk>/edit/", people.membership_edit, name="membership-edit"),
    path("memberships/<uuid:pk>/end/", people.membership_end, name="membership-end"),
    path("people/<uuid:pk>/roles/new/", roles.role_new, name="role-new"),
    path("roles/", roles.role_list, name="role-list"),
    path("roles/<uuid:pk>/end/", roles.role_end, name="role-end"),
]
