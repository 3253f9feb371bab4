"""What a table of rules or goods says otherwise than the books: column by column what stands there and what would.

Such a row changes nothing by itself. All that differ in one table are one question, and what somebody said yes to holds
from the moment it is taken in. A row that says what it said when it last came in is no difference: the books may have
been changed on a page since.
"""

from points.imports.changing.tables import compare_tables
from points.imports.changing.values import ChangedTables, TableChange

__all__ = ["ChangedTables", "TableChange", "compare_tables"]
