"""How is an item read from a file that Backfile wrote? As it stands: `search.export.markdown`."""

from indexer.find.contents import check_size
from indexer.ledger import Reason, Refused, Repairs
from indexer.read.bounds import bounded_headlines, bounded_text
from indexer.read.front_matter import Matter, read_matter
from indexer.read.text import decode
from search import Item, ItemInvalid
from search.export.markdown import KEYS, MARK, MEMBERS, VERSION, write_exact


def file_of(item: Item) -> bytes:
    """Return the bytes of an item's file, after checking that an equal item is read from them.

    Raises Refused if not, as for an item with more text or values than a file may have.
    """
    data = write_exact(item).encode()
    check_size(len(data))
    repairs = Repairs(item.id)
    if read_exact(item.id, read_matter(decode(data, repairs), repairs), repairs) != item:
        raise Refused(Reason.NOT_AS_EXPORTED, "It would not come back as the same item.")
    return data


def read_exact(item_id: str, matter: Matter, repairs: Repairs) -> Item:
    """Return the item of a file that has the key MARK. Raises Refused if it is not valid.

    Versions before 0.3 wrote files with more headlines and text than an item may have now.
    """
    version = matter.values[MARK]
    if version != VERSION:
        detail = f"It is of version {version!r:.40} of what Backfile exports; this reads {VERSION}."
        raise Refused(Reason.NOT_AS_EXPORTED, detail)
    keys = {name: KEYS.get(name, name) for name in MEMBERS}
    members = {name: matter.values[key] for name, key in keys.items() if key in matter.values}
    members = {"title": "", "day": None, "text": matter.body, **members, "id": item_id}
    if isinstance(members["text"], str):
        members["text"] = bounded_text(members["text"], repairs)
    if isinstance(headlines := members.get("headlines"), list):
        members["headlines"] = bounded_headlines(headlines, repairs)
    try:
        return Item.from_json(members)
    except ItemInvalid as error:
        detail = f"It is marked as exported by Backfile, but {str(error)[:200]}."
        raise Refused(Reason.NOT_AS_EXPORTED, detail) from None
