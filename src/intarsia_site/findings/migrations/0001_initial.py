"""No tables yet: this fixes the app's place above reports."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True

    dependencies = [("reports", "0001_initial")]

    operations = []
