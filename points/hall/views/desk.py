"""The desk as a whole: every module that hangs pages on its blueprint; it holds no page itself."""

from points.hall.views import desk_activities, desk_books, desk_cards, desk_people, desk_queue
from points.hall.views.desk_frame import blueprint

__all__ = ["blueprint", "desk_activities", "desk_books", "desk_cards", "desk_people", "desk_queue"]
