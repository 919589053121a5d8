"""HTML to blocks, labels and metadata: `cleaners.html.read`."""
