from attack.place import is_of_an_error

LINE = '{"level": "error", "from": "%s", "said": "x", "trace": "y"}'


def test_what_django_refuses_is_no_error():
    assert is_of_an_error(LINE % "django.request")
    assert not is_of_an_error(LINE % "django.security.DisallowedModelAdminToField")
    assert not is_of_an_error('{"level": "error", "from": "django.request"}')
