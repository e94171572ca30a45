"""The lists of the UN Security Council and of OFAC."""
