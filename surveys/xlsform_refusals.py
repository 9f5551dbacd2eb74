"""What an XLSForm may hold but can't or mustn't be asked here, each with the reason that its author reads. Data only."""

TELLS_PLACE = "it tells where somebody is"
TELLS_DEVICE = "it tells whose device or when"
HOLDS_FILE = "a file can show who sent it"
MUST_NOT = {
    **dict.fromkeys(("geopoint", "geotrace", "geoshape", "start-geopoint"), TELLS_PLACE),
    **dict.fromkeys(
        ("start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber"), TELLS_DEVICE
    ),
    **dict.fromkeys(("username", "email", "audit", "background-audio", "background-geopoint"), TELLS_DEVICE),
    **dict.fromkeys(("image", "photo", "audio", "video", "file", "barcode", "qrcode"), HOLDS_FILE),
    **dict.fromkeys(("time", "datetime"), "an exact time can point at a person"),
}
CAN_NOT = {
    **dict.fromkeys(("begin_repeat", "end_repeat"), "repeats can't be asked here: ask for a number instead"),
    **dict.fromkeys(
        ("acknowledge", "trigger", "hidden", "csv-external", "xml-external"), "this type can't be asked here"
    ),
    **dict.fromkeys(
        ("select_one_from_file", "select_multiple_from_file", "select_one_external"),
        "choices come from the sheet “choices”, not from a file",
    ),
    "osm": "this type can't be asked here",
}
