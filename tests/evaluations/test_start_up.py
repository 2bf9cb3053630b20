import subprocess
import sys

import pytest

LOADED_BY_THE_SITE = """
import sys
import django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
import config.wsgi
heavy = ("numpy", "scipy", "statsmodels", "pandas")
print(*[name for name in (*heavy, "evaluations.statistics.paired") if name in sys.modules])
"""


@pytest.mark.once
def test_a_started_site_has_not_loaded_the_statistics_libraries():
    done = subprocess.run(
        [sys.executable, "-c", LOADED_BY_THE_SITE], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == ""
