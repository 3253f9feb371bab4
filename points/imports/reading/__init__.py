"""From files to lines: workbooks, their tables and cells, and every fault found on the way."""
