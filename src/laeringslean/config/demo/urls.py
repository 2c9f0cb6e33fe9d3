from django.urls import path

from laeringslean.config.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.entrance, name="entrance"),
    path("enter/<uuid:pk>/", views.enter, name="enter"),
]
