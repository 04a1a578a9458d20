"""A person who signs in, known by e-mail address."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from intarsia_site.access.keys import random_id


class Users(BaseUserManager["User"]):
    """Users by e-mail address, in any case of letters."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Return a new user; without a password nobody can sign in with one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One person. Erasing leaves a pseudonym: the row stays, name and address go."""

    public_id = models.CharField(max_length=16, unique=True, default=random_id)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=12, default="en")
    #: A name of the IANA time zone database; times on pages are told in it.
    time_zone = models.CharField(max_length=60, default="UTC")
    is_active = models.BooleanField(default=True)
    #: Runs the installation. Sees nothing by that, and is never of a host authority.
    is_administrator = models.BooleanField(default=False)
    #: May sign in from this machine only.
    is_demo = models.BooleanField(default=False)
    #: What the audit trail holds instead of the person.
    audit_key = models.CharField(max_length=16, unique=True, default=random_id)
    joined_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    #: Counted up to end every sign-in there is, wherever it is kept.
    sign_ins_ended = models.PositiveIntegerField(default=0)

    objects = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="one_user_an_address"),)

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        said = f"{self.password}:{self.sign_ins_ended}"
        return salted_hmac("access.User.session", said, secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
