"""The databases that tests run on: chosen by LAERINGSLEAN_TEST_DATABASE, `sqlite` (the default) or `postgresql`."""
