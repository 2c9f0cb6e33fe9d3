from django.urls import URLPattern

app_name = "foundation"
urlpatterns: list[URLPattern] = []
