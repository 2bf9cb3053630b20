from hypothesis import settings

# A slow machine is no failure.
settings.register_profile("cohort", deadline=None)
settings.load_profile("cohort")
