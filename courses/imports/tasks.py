"""Files too long for one request are checked and written in the background."""

from notices.tasks import task

from . import upload_actions


@task()
def check_upload(upload_id: int) -> None:
    upload_actions.check_upload(upload_id)


@task()
def write_upload(upload_id: int) -> None:
    upload_actions.write_upload(upload_id)
