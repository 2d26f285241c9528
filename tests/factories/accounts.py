"""The cast: Ada teaches, Ben is enrolled, Cleo is a stranger, Dana is the registrar."""

import factory

from accounts.models import User

PASSWORD = "a long enough password"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Student Number{n:03}")
    email = factory.LazyAttribute(lambda person: f"{person.name.lower().replace(' ', '.')}@example.org")
    number = factory.Sequence(lambda n: f"S{n:05}")
    # A real hash costs 24 ms, and most tests never log in with it.
    password = "!"


def person(name: str, **facts: object) -> User:
    """One of the cast, the same each time."""
    email = f"{name.split()[0].lower()}@example.org"
    found = User.objects.filter(email=email).first()
    return found or UserFactory(name=name, email=email, number=name.split()[0].upper(), **facts)
