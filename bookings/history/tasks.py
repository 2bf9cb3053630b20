"""Lists too long for one request are checked and written in the background."""

from notices.tasks import task

from .upload_actions import history_uploads


@task()
def check_upload(upload_id: int) -> None:
    history_uploads.check(upload_id)


@task()
def write_upload(upload_id: int) -> None:
    history_uploads.write_kept(upload_id)
