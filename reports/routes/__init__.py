"""The app's addresses, one module a subject; reports.urls lists them."""
