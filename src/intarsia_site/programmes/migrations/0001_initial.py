"""No tables yet: this fixes the app's place above coordination."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True

    dependencies = [("coordination", "0001_initial")]

    operations = []
