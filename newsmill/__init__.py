"""newsmill: news articles in, clean text out, with a reason for every block left out.

`from newsmill import clean, Article` is the face for other programs; the command line is `newsmill`.
"""
