from django.urls import path

from laeringslean.attention.views import news

app_name = "attention"
urlpatterns = [
    path("", news.news, name="news"),
    path("read/", news.read, name="read"),
    path("unread/", news.unread, name="unread"),
]
