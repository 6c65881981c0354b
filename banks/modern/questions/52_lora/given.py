"""What the cases hand in."""


def in_turn(names):
    """For `apply`: calls the methods of these names, one after the other, on the module that has them."""

    def call(module):
        for name in names.split():
            if hasattr(module, name):
                getattr(module, name)()

    return call
