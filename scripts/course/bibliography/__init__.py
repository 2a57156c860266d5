"""References for readers: formatted by a CSL style, and as files for their reference managers."""

from course.bibliography.exports import DOWNLOADS, Download, write_downloads
from course.bibliography.formatting import format_references

__all__ = ["DOWNLOADS", "Download", "format_references", "write_downloads"]
