"""One module per command: NAME, SUMMARY, DESCRIPTION, `add_options(parser)` and `run(options) -> exit code`.

Nothing of Django may be imported before `environment.start_django` has been called, because the settings read the
environment that a command's options set. Hence the imports inside functions.
"""
