from django.urls import path

from laeringslean.measures.views import goals

app_name = "measures"
urlpatterns = [
    path("units/<uuid:unit_pk>/goals/", goals.goal_list, name="goal-list"),
    path("units/<uuid:unit_pk>/goals/new/", goals.goal_new, name="goal-new"),
    path("goals/<uuid:pk>/edit/", goals.goal_edit, name="goal-edit"),
    path("goals/<uuid:pk>/value/", goals.goal_value, name="goal-value"),
    path("goals/<uuid:pk>/retirement/", goals.goal_retirement, name="goal-retirement"),
]
