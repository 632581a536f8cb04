"""Seal everything anew with the key in front, before a former key is put away."""

from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError

from programs.resealing import reseal, sealed_columns


class Command(BaseCommand):
    help = "Seal notes, messages and files anew with SECRET_KEY; after it SECRET_KEY_FALLBACKS may go."

    def handle(self, **options):
        for model, field in sealed_columns():
            try:
                count = reseal(model, field)
            except InvalidToken:
                raise CommandError(
                    f"{model.__name__}.{field.name} holds what none of the keys opens. Keep all former keys."
                ) from None
            self.stdout.write(f"{model.__name__}.{field.name}: {count}")
