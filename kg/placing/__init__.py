"""Which places of one source are which of a gazetteer, as proposals to decide on."""
