#!/usr/bin/env python3
"""Django's command line for Peel."""

import os
import sys

from django.core.management import execute_from_command_line

from peel.environment import MissingSetting

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peel.settings")
    try:
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except MissingSetting as missing:
        sys.exit(str(missing))
    except BrokenPipeError:
        # Who reads the output has enough of it. Python flushes once more as it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
