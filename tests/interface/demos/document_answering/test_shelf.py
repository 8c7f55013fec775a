"""What lies on the shelf of a session."""

from components.interface.demos.document_answering.shelf import Shelf
from components.records.refusal import Refusal


def names(shelf):
    return [upload.name for upload in shelf.uploads]


def test_files_lie_in_their_order_and_the_same_bytes_lie_once():
    shelf = Shelf()
    shelf.take([("a", b"1"), ("b", b"2")], limit=3)
    shelf.take([("again", b"1"), ("c", b"3")], limit=3)
    assert names(shelf) == ["a", "b", "c"]
    assert not shelf.has_left_out


def test_what_has_no_room_is_left_out_and_it_is_known():
    shelf = Shelf()
    shelf.take([("a", b"1"), ("b", b"2"), ("c", b"3")], limit=2)
    assert names(shelf) == ["a", "b"]
    assert shelf.has_left_out
    shelf.remove(shelf.uploads[0].digest)
    assert names(shelf) == ["b"]
    assert not shelf.has_left_out


def test_a_single_place_is_taken_by_the_newest():
    shelf = Shelf()
    shelf.take([("a", b"1")], limit=1)
    shelf.take([("b", b"2")], limit=1)
    assert names(shelf) == ["b"]
    shelf.take([("b again", b"2")], limit=1)
    assert names(shelf) == ["b"]


def test_only_locked_files_ask_for_a_password():
    shelf = Shelf()
    shelf.take([("a", b"1")], limit=1)
    (upload,) = shelf.uploads
    assert upload.is_unread
    upload.refusal = Refusal("document_password_wrong")
    assert upload.needs_password
    upload.refusal = Refusal("document_bomb")
    assert not upload.needs_password
    assert not upload.is_unread
