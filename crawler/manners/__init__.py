"""What an outlet asks of machines that read it: pace, and opt-outs from indexing and text mining. Pure functions."""
