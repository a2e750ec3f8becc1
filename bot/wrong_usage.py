"""What a command line says when it cannot be carried out as it was given."""


class WrongUsage(ValueError):
    """The command cannot be carried out as it was given; the text is one line."""
