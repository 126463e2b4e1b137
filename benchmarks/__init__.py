"""What Parley costs, measured: each figure beside its floor."""
