"""How large a file of a catalog may be; whatever is larger is refused before it is read.

The one place for these numbers. They are about ten times what a catalog of a whole country needs,
and hold the memory of one import below 1 GB (``benchmarks/import_workbook.py`` measures it).
"""

MEBIBYTE = 1024 * 1024
"""Bytes in 1 MiB."""
MOST_FILE_BYTES = 64 * MEBIBYTE
"""Largest file, or sum of the files of a folder, that is read."""
MOST_TEXT_BYTES = 32 * MEBIBYTE
"""Largest CSV or JSON file: what is made of it in memory is many times as large."""
MOST_UNPACKED_BYTES = 512 * MEBIBYTE
"""Most that the members of one archive may unpack to, whatever its directory says."""
MOST_RATIO = 200
"""Highest ratio of unpacked to packed size; spreadsheets reach about 50."""
RATIO_COUNTS_ABOVE_BYTES = 16 * MEBIBYTE
"""Below this unpacked size a high ratio does no harm: a blank sheet packs well."""
MOST_MEMBERS = 1_000
"""Most files in one archive."""
MOST_ROWS = 200_000
"""Most rows in all sheets of a file together."""
MOST_COLUMNS = 64
"""Most columns in a sheet; the widest of ours has 28."""
MOST_CELL_LENGTH = 4_000
"""Most characters in a cell; the longest shipped has 406."""
MOST_FAULTS_PER_SHEET = 1_000
"""Of faults that a broken program puts in every cell, this many are listed."""
