"""No tables yet: this fixes the app's place above registry."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True

    dependencies = [("registry", "0001_initial")]

    operations = []
