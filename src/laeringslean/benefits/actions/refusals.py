class BenefitRefused(Exception):
    """The step cannot be taken as things stand. The message says why, in the user's language."""
