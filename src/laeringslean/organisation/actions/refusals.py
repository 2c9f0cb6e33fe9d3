"""Why a change of the organisation is not made."""


class Refused(Exception):
    """The change is not made; the message, in the language of the page, says why."""
