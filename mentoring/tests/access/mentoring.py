from .rows import Row, rows

ROWS = rows()
