"""What is read inside a snapshot belongs to one moment, and writers do not wait for it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.models import User
from peel.lib.snapshot import snapshot
from tests.factories import UserFactory


def add_user() -> None:
    try:
        with transaction.atomic():
            UserFactory.create()
    finally:
        connection.close()


def add_user_meanwhile() -> None:
    with ThreadPoolExecutor(1) as pool:
        pool.submit(add_user).result(timeout=30)


@pytest.mark.django_db(transaction=True)
def test_what_others_write_meanwhile_is_not_seen():
    with snapshot():
        assert User.objects.count() == 0
        add_user_meanwhile()
        assert User.objects.count() == 0
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_fault_inside_ends_it_too():
    with pytest.raises(ZeroDivisionError), snapshot():
        assert User.objects.count() / 0
    add_user_meanwhile()
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_inside_a_transaction_it_adds_nothing():
    with snapshot():
        UserFactory.create()
    assert User.objects.count() == 1
