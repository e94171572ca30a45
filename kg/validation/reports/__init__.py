"""Reports in the formats that people, editors, code hosts and build servers read."""
