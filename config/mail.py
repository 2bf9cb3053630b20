"""Mail on a laptop: shown in the terminal."""

from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend


class TerminalBackend(EmailBackend):
    """Sign-in codes whole; of the notices a line each, as the back office shows them in full."""

    def write_message(self, message: EmailMessage) -> None:
        if message.extra_headers.get("Auto-Submitted"):
            self.stream.write(f"Notice to {', '.join(message.to)}: {message.subject}\n")
        else:
            super().write_message(message)
