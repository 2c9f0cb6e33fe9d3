from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("improvement", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="anonymoussubmission",
            name="shown_at_hour",
            field=models.PositiveSmallIntegerField(null=True),
        ),
    ]
