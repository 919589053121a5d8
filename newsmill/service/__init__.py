"""The service: one process that crawls what is due, answers over HTTP, and tells others of new articles.

`app` makes the application and `wiring` says what its parts share; `api/` has the routes, `security/` who may do what,
`jobs/` what runs beside them, `run` all of it together. The HTML pages are `newsmill.pages`.
"""
