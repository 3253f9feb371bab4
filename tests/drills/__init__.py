"""Fault drills: what people were told stays true while the server is killed, the disk fills, the clock is wrong, books go
back. Each drill has a control, an application that lies, which it must catch. `make drills` runs the long forms.
"""
