"""The words in a file that came with a message: text, CSV, HTML, PDF, Word, Excel, PowerPoint and OpenDocument.

Pure readers of bytes. What a file is follows from its content, not from its name or label. They are total for what they
foresee (encrypted, scanned, damaged, too large: a named problem) and bounded in what they read, but a parser of PDF can
be made to loop or to crash: a file that somebody sent is read in a process of its own (`syncd.sandbox`), never beside
the store. Refuses to open archives, to follow what lies outside of the file, to run macros, and to look at pictures.
"""

from syncd.core.files.read import may_be_read, read_file
from syncd.core.files.values import MAX_TEXT, MOST_FILES, VERSION, FileText

__all__ = ["MAX_TEXT", "MOST_FILES", "VERSION", "FileText", "may_be_read", "read_file"]
