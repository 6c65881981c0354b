"""A conversation without a terminal."""

from __future__ import annotations


class Talk:
    """Talks to a quiz, a round or an interview: each line answers the next view that asks."""

    def __init__(self, session):
        self.views = session.views()
        self.seen = [next(self.views)]
        self.ended = False
        self.up_to_a_prompt()

    def up_to_a_prompt(self):
        while not self.ended and not self.seen[-1].asks:
            self.send("")

    def send(self, line):
        try:
            self.seen.append(self.views.send(line))
        except StopIteration:
            self.ended = True

    def type(self, *typed):
        for line in typed:
            self.send(line)
            self.up_to_a_prompt()
        return self.seen[-1]

    def kinds(self):
        return [type(view) for view in self.seen]

    def last(self, kind):
        return [view for view in self.seen if isinstance(view, kind)][-1]
