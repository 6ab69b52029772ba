"""manage.py remove_expired: delete what was promised to be gone by now."""

from django.core.management.base import BaseCommand

from assessment.services.trials import remove_expired


class Command(BaseCommand):
    help = "Deletes every quick check whose link has expired. Run it once a day."

    def handle(self, *args: object, **options: object) -> None:
        count = remove_expired()
        self.stdout.write(f"{count} expired quick check{'' if count == 1 else 's'} deleted.")
