"""Who uses Sourcebook? People, who log in by e-mail."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **facts: Any) -> "User":
        if not email:
            raise ValueError("A person needs an e-mail address; it is what they log in with.")
        user = self.model(email=self.normalize_email(email).lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **facts: Any) -> "User":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **facts})

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. `number` is the school's own number for them, which exports carry."""

    email = models.EmailField("e-mail address", max_length=254, unique=True)
    name = models.CharField(max_length=150, help_text="As the person writes it.")
    sort_name = models.CharField(max_length=150, blank=True, help_text="As a register sorts it: Bakker, Ines.")
    number = models.CharField(
        "school number",
        max_length=64,
        blank=True,
        help_text="The school's number for this person, for exports.",
    )
    reading = models.JSONField("reading settings", default=dict, blank=True, editable=False)
    is_staff = models.BooleanField("may use the admin", default=False)
    is_active = models.BooleanField("may log in", default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_address"),
            models.UniqueConstraint("number", condition=~models.Q(number=""), name="one_person_per_school_number"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        """An address is kept in small letters, so that it is the same however it is written."""
        super().clean()
        self.email = self.email.lower()

    def save(self, *args: Any, **options: Any) -> None:
        self.sort_name = self.sort_name or sorted_name(self.name)
        super().save(*args, **options)

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email


def sorted_name(name: str) -> str:
    """Last word first, as registers do; a guess that an administrator can overwrite."""
    *first, last = name.split() or [""]
    return f"{last}, {' '.join(first)}" if first else last


def display_name(user: User) -> str:
    return str(user)
