"""Background work of the notices floor. The one module that imports the tasks framework by name."""

from django_tasks import task

from . import actions


@task(queue_name="email")
def send_messages(message_ids: list[int]) -> None:
    """One task for what was written together; what it leaves behind, the next round sends."""
    for message_id in message_ids:
        actions.send_message(message_id)
