"""Rules over facts to a fixpoint: planned, written as SQL, run in DuckDB over intervals."""
