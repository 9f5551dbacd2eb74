"""The surveys app's addresses."""

app_name = "surveys"
urlpatterns = []
