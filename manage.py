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
    except MissingSetting as missing:
        sys.exit(str(missing))
