"""Forms of the branches app, one module a subject; `base` is every app's."""
