"""Why a fact holds on a day, and why not: found backwards over a closure."""
