"""The app's addresses, one module a subject; branches.urls lists them."""
