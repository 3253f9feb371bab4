"""The entrance for servers and for the flask command."""

import os

from config import settings
from points.app import create_app

# books, keys and backups are written for this user alone, whatever folder they are put into
os.umask(0o077)
app = create_app(settings())
