"""XML from strangers: no entities, no document types, nothing fetched, bounded in depth and size."""

from lxml import etree

from moderation.errors import InvalidInput, TooLarge

MAX_BYTES = 16_000_000
DEEPEST = 60


def parse_xml(raw: bytes) -> etree._Element:
    """Return the root element.

    :raises TooLarge: when it is longer or deeper than allowed.
    :raises InvalidInput: when it is not well-formed, or has a document type: with one come bombs and foreign files.
    """
    if len(raw) > MAX_BYTES:
        raise TooLarge(f"XML may have {MAX_BYTES} bytes")
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for start in range(0, len(raw), 65_536):
            parser.feed(raw[start : start + 65_536])
            _measure(parser)
        root: etree._Element = parser.close()
    except (etree.LxmlError, ValueError, SyntaxError) as error:
        raise InvalidInput("the XML is not well-formed") from error
    _refuse_doctype(root)
    if any(not isinstance(element.tag, str) for element in root.iter()):
        raise InvalidInput("XML with entities of its own is not read")
    return root


def _measure(parser: "etree.XMLPullParser[etree._Element]") -> None:
    for action, element in parser.read_events():
        if action == "start":
            if element.getparent() is None:
                _refuse_doctype(element)
            _refuse_depth(element)


def _refuse_doctype(root: etree._Element) -> None:
    document = root.getroottree().docinfo
    if document.doctype or document.internalDTD is not None:
        raise InvalidInput("XML with a document type is not read")


def _refuse_depth(element: etree._Element) -> None:
    depth = 0
    parent = element.getparent()
    while parent is not None:
        depth += 1
        if depth > DEEPEST:
            raise TooLarge(f"the XML is nested more than {DEEPEST} levels deep")
        parent = parent.getparent()
