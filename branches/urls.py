"""The branches app's addresses."""

app_name = "branches"
urlpatterns = []
