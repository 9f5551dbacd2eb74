"""The reports app's addresses."""

app_name = "reports"
urlpatterns = []
