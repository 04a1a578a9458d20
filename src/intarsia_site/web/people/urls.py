"""Addresses of people: /people/, /people/k7m2qx9d3fhp/ …"""

from __future__ import annotations

from django.urls import path

from intarsia_site.access import addresses as addresses
from intarsia_site.web.people import views

app_name = "people"
urlpatterns = [
    path("", views.index, name="list"),
    path("about-me.json", views.about_me, name="about_me"),
    path("<key:public_id>/", views.detail, name="detail"),
    path("<key:public_id>/roles/", views.give_role, name="give_role"),
    path("<key:public_id>/roles/<key:role_id>/end/", views.end_role, name="end_role"),
    path("<key:public_id>/administrator/", views.administrator, name="administrator"),
    path("<key:public_id>/address/", views.address, name="address"),
    path("<key:public_id>/sign-out/", views.sign_out, name="sign_out"),
    path("<key:public_id>/erase/", views.erase, name="erase"),
]
