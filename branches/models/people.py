"""People who sign in, the roles they hold and the branch seats they sit in; knows nothing of respondents."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from simple_history.models import HistoricalRecords


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, name=""):
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A branch secretary or a member of SWIG's staff, known by an email address."""

    email = models.EmailField("email address", unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    weekly_mail = models.BooleanField("weekly summary by email", default=True)
    times_signed_out = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "email"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_user_an_email"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="email_in_lower_case"),
        ]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)

    def _get_session_auth_hash(self, secret=None):
        """Counting up `times_signed_out` ends every session of this person at the next request."""
        return f"{super()._get_session_auth_hash(secret)}:{self.times_signed_out}"


class Role(models.TextChoices):
    SWIG_EDITOR = "swig_editor", "SWIG editor"
    SWIG_APPROVER = "swig_approver", "SWIG approver"
    MODERATOR = "moderator", "Moderator of comments"
    ADMINISTRATOR = "administrator", "Administrator"


class CurrentQuerySet(models.QuerySet):
    """Rows with a first and a last day: `since` is the first, `until` the first day it no longer holds."""

    def current(self, on=None):
        on = on or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gt=on), since__lte=on)


class RoleGrant(models.Model):
    """A person holds a role from one day until another."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = CurrentQuerySet.as_manager()

    class Meta:
        ordering = ["user", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(until__isnull=True), name="one_open_grant_a_role"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_grant_known_role"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="role_grant_ends_after_start"
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"


class Membership(models.Model):
    """A person sits in a branch's seat from one day until another."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    branch = models.ForeignKey("branches.Branch", on_delete=models.PROTECT, related_name="memberships")
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = CurrentQuerySet.as_manager()

    class Meta:
        ordering = ["branch", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "branch"], condition=Q(until__isnull=True), name="one_open_seat_a_branch"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="membership_ends_after_start"
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.branch}"


class SeatInvitation(models.Model):
    """An emailed, single-use link by which a person takes a branch's seat or a role."""

    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    branch = models.ForeignKey("branches.Branch", null=True, blank=True, on_delete=models.PROTECT)
    role = models.CharField(max_length=20, choices=Role, blank=True)
    hands_over = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(branch__isnull=False) & Q(role="")) | (Q(branch__isnull=True) & ~Q(role="")),
                name="invitation_to_a_branch_or_a_role",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_accepted_or_withdrawn",
            ),
        ]

    def __str__(self):
        return f"{self.email}: {self.offer}"

    @property
    def offer(self):
        """What the link leads to, in words."""
        return f"{self.branch}" if self.branch else self.get_role_display()

    @property
    def is_open(self):
        return not self.accepted_at and not self.withdrawn_at and self.expires_at > timezone.now()
