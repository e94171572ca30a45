"""Reading tables: row by row with exact faults, or by columns of DuckDB."""
