"""The entrance for servers and for the flask command; run by itself it is the server where gunicorn cannot be."""

import os

from config import settings
from points import starting
from points.app import create_app

# books, keys and backups are written for this user alone, whatever folder they are put into
os.umask(0o077)
starting.speak()
app = create_app(settings())

if __name__ == "__main__":
    from points import commands
    from points.app import alone

    commands.start_watches(app)
    alone.serve(app)
