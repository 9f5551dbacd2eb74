"""Holds an uploaded file in this process's memory and nowhere else: Django would put a large one into a folder."""

from functools import wraps

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from branches.upload_names import NameKeepingHandler, NameKeepingParser


class InMemory(MemoryFileUploadHandler):
    """Takes a file of up to `most` bytes, form included; a larger one is read past and dropped."""

    def __init__(self, request, most):
        super().__init__(request)
        self.most = most

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.activated = content_length is not None and content_length <= self.most


class MemoryOnlyHandler(NameKeepingHandler):
    """Hands the form to the usual parser, with no other place for a file than memory."""

    def __init__(self, request, most):
        super().__init__(request)
        self.most = most

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        return NameKeepingParser(META, input_data, [InMemory(self.request, self.most)], encoding).parse()


def in_memory(most):
    """A view whose files of up to `most` bytes never touch a disk; the token of the form is still checked."""

    def decorate(view):
        protected = csrf_protect(view)

        @csrf_exempt  # only until the handler is set: reading the token reads the form
        @wraps(view)
        def held(request, *args, **kwargs):
            request.upload_handlers = [
                MemoryOnlyHandler(request, most + settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
            ]
            return protected(request, *args, **kwargs)

        return held

    return decorate
