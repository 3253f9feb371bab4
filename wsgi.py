"""The entrance for servers and for the flask command."""

from config import settings
from points.app import create_app

app = create_app(settings())
