"""Lists too long for one request are checked, written and taken back in the background."""

from django.contrib.auth import get_user_model

from notices.tasks import task

from .taking_back import take_back_asked
from .upload_actions import history_uploads


@task()
def check_upload(upload_id: int) -> None:
    history_uploads.check(upload_id)


@task()
def write_upload(upload_id: int) -> None:
    history_uploads.write_kept(upload_id)


@task()
def take_back(load_id: int, why: str, keep_used: bool, user_id: int) -> None:
    actor = get_user_model()._default_manager.get(pk=user_id)
    take_back_asked(load_id, why=why, keep_used=keep_used, actor=actor)
