"""Keeps the suspicious parts of an uploaded file's name, so that a name which leads away or deceives can be refused.

Django cleans names silently: "../paper.pdf" and a name with hidden marks would arrive as if they were ordinary.
"""

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import (
    FileUploadHandler,
    MemoryFileUploadHandler,
    TemporaryFileUploadHandler,
)
from django.http.multipartparser import MultiPartParser

LED_AWAY = ".."


class NameKeepingParser(MultiPartParser):
    """Reads a form as Django does but leaves hidden marks in file names and marks those that led to another folder."""

    def sanitize_file_name(self, file_name):
        plain = super().sanitize_file_name(file_name)
        if plain is None or plain == file_name:
            return plain
        if "/" in file_name or "\\" in file_name:
            return LED_AWAY + plain
        return file_name


class NameKeepingHandler(FileUploadHandler):
    """Hands the whole form to `NameKeepingParser`, with Django's own two ways of holding a file."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        handlers = [MemoryFileUploadHandler(self.request), TemporaryFileUploadHandler(self.request)]
        return NameKeepingParser(META, input_data, handlers, encoding).parse()

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size) -> UploadedFile | None:
        return None
