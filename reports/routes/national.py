"""Addresses of the national picture and of the council areas."""

from django.urls import path

from reports.views import councils, following, national, shapes

urlpatterns = [
    path("national/", national.national_page, name="national"),
    path("national/explore/", national.explore, name="explore"),
    path("national/explore/chart.<str:ending>", national.explore_file, name="explore-file"),
    path("national/employers/<str:part>.<str:ending>", national.tally_file, name="tally-file"),
    path("national/what-we-ask/", national.what_we_ask, name="what-we-ask"),
    path("national/outlines/", shapes.map_shapes, name="map-shapes"),
    path("national/outlines/remove/", shapes.map_shapes_remove, name="map-shapes-remove"),
    path("national/grid/", councils.grid, name="grid"),
    path("national/grid.csv", councils.grid_file, name="grid-file"),
    path("following/", following.following_list, name="following"),
    path("following/follow/", following.follow, name="follow"),
    path("following/unfollow/", following.unfollow, name="unfollow"),
    path("councils/", councils.council_list, name="councils"),
    path("councils/<slug:slug>/", councils.council, name="council"),
]
