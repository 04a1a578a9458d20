"""No tables yet: this fixes the app's place above findings."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True

    dependencies = [("findings", "0001_initial")]

    operations = []
