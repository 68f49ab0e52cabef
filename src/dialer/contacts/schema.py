"""The tables of the address book.

``contact_names``, ``contact_words`` and ``contact_parts`` are full-text indexes without a copy of the text.
The first two have whole folded words and answer "a word begins with" (see `search_schema`); the third has
every three letters in a row and answers "occurs inside a word". All forget a removed contact at once
(``secure-delete``); for that they are given the words they were filled with again, which are kept with the
contact.
"""

from __future__ import annotations

from dialer.contacts.search.search_schema import split_words
from dialer.core.database import Migration

MIGRATIONS = [
    Migration(
        name="contacts-1",
        sql="""
        CREATE TABLE contact(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            source TEXT NOT NULL,
            uid TEXT NOT NULL,
            name TEXT NOT NULL,
            organisation TEXT NOT NULL,
            department TEXT NOT NULL,
            title TEXT NOT NULL,
            note TEXT NOT NULL,
            favourite INTEGER NOT NULL DEFAULT 0,
            last_called TEXT,
            digest BLOB,
            import_run INTEGER,
            sort_name TEXT NOT NULL,
            name_words TEXT NOT NULL,
            rest_words TEXT NOT NULL
        );
        CREATE UNIQUE INDEX contact_uid ON contact(source, uid);
        CREATE INDEX contact_sort_name ON contact(sort_name);
        CREATE INDEX contact_favourite ON contact(sort_name) WHERE favourite;
        CREATE INDEX contact_last_called ON contact(last_called) WHERE last_called IS NOT NULL;
        CREATE TABLE contact_number(
            contact INTEGER NOT NULL REFERENCES contact(id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            raw TEXT NOT NULL,
            label TEXT NOT NULL,
            e164 TEXT,
            callable INTEGER NOT NULL,
            confirm INTEGER NOT NULL,
            display TEXT NOT NULL,
            reason TEXT,
            digits TEXT NOT NULL,
            PRIMARY KEY(contact, position)
        ) WITHOUT ROWID;
        CREATE INDEX contact_number_e164 ON contact_number(e164) WHERE e164 IS NOT NULL;
        CREATE TABLE contact_email(
            contact INTEGER NOT NULL REFERENCES contact(id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            address TEXT NOT NULL,
            PRIMARY KEY(contact, position)
        ) WITHOUT ROWID;
        CREATE INDEX contact_email_address ON contact_email(address COLLATE NOCASE);
        CREATE VIRTUAL TABLE contact_words USING fts5(
            name, rest, content='', detail=column, columnsize=0,
            tokenize='ascii', prefix='1 2 3'
        );
        CREATE VIRTUAL TABLE contact_parts USING fts5(
            parts, content='', columnsize=0, tokenize='ascii', prefix='1 2'
        );
        INSERT INTO contact_words(contact_words, rank) VALUES('secure-delete', 1);
        INSERT INTO contact_parts(contact_parts, rank) VALUES('secure-delete', 1);
        """,
    ),
    Migration(
        # A note that was written here over the directory's own, which is kept beside it; and the directories
        # that people were copied from, with where to go on.
        name="contacts-2",
        sql="""
        ALTER TABLE contact ADD COLUMN source_note TEXT;
        CREATE TABLE contact_source(
            source TEXT PRIMARY KEY,
            token TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
    ),
    Migration(
        # What the numbers were read by, and how those were read before that are read differently since.
        name="contacts-rules-1",
        sql="""
        CREATE TABLE contact_rules(
            one INTEGER PRIMARY KEY CHECK(one = 1),
            library TEXT NOT NULL,
            own INTEGER NOT NULL,
            region TEXT NOT NULL
        ) STRICT;
        CREATE TABLE contact_reread(
            contact INTEGER NOT NULL REFERENCES contact(id) ON DELETE CASCADE,
            raw TEXT NOT NULL,
            e164 TEXT,
            display TEXT NOT NULL,
            PRIMARY KEY(contact, raw)
        ) STRICT, WITHOUT ROWID;
        """,
    ),
    Migration(
        # Tags as a JSON list; what a receptionist has to know of somebody; and what else a card said, which
        # no list and no search shows.
        name="contacts-3",
        sql="""
        ALTER TABLE contact ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE contact ADD COLUMN never_put_through INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE contact ADD COLUMN ask_for TEXT NOT NULL DEFAULT '';
        ALTER TABLE contact ADD COLUMN best_time TEXT NOT NULL DEFAULT '';
        CREATE TABLE contact_extra(
            contact INTEGER PRIMARY KEY REFERENCES contact(id) ON DELETE CASCADE,
            lines TEXT NOT NULL,
            media_type TEXT NOT NULL,
            photo BLOB NOT NULL
        ) STRICT;
        """,
    ),
    Migration(
        # In which version a directory's cards were copied, readable or not; the keys are the directory's own.
        name="contacts-remote-1",
        sql="""
        CREATE TABLE contact_remote(
            source TEXT NOT NULL,
            uid TEXT NOT NULL,
            version TEXT NOT NULL,
            PRIMARY KEY(source, uid)
        ) STRICT, WITHOUT ROWID;
        """,
    ),
    Migration(
        # Changes of a directory's people that met another one, until somebody chooses; the draft as JSON.
        name="contacts-remote-2",
        sql="""
        CREATE TABLE contact_conflict(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            source TEXT NOT NULL,
            uid TEXT NOT NULL,
            mine TEXT NOT NULL,
            UNIQUE(source, uid)
        ) STRICT;
        """,
    ),
    Migration(
        # The company's rules that the numbers were read by.
        name="contacts-rules-2",
        sql="ALTER TABLE contact_rules ADD COLUMN company TEXT NOT NULL DEFAULT ''",
    ),
    Migration(
        # The numbers that are in no numbering plan, to look somebody up by.
        name="contacts-who-1",
        sql="CREATE INDEX contact_number_unread ON contact_number(digits) WHERE e164 IS NULL",
    ),
    Migration(
        # What each of the last imports did, so that it can be taken back; and who was edited here since a
        # file said something about them.
        name="contacts-import-1",
        sql="""
        ALTER TABLE contact ADD COLUMN edited INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE contact_import(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            files TEXT NOT NULL
        ) STRICT;
        CREATE TABLE contact_import_step(
            import INTEGER NOT NULL REFERENCES contact_import(id),
            contact INTEGER NOT NULL,
            before TEXT,
            photo BLOB,
            PRIMARY KEY(import, contact)
        ) STRICT, WITHOUT ROWID;
        """,
    ),
    Migration(name="contacts-search-1", sql=split_words),
    Migration(
        # Who is one person: merged, with what there was before and where the others went; linked, where each
        # source keeps its own; or looked alike and is not.
        name="contacts-duplicates-1",
        sql="""
        CREATE TABLE contact_merge(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            contact INTEGER NOT NULL REFERENCES contact(id) ON DELETE CASCADE,
            at TEXT NOT NULL,
            before TEXT NOT NULL
        ) STRICT;
        CREATE INDEX contact_merge_contact ON contact_merge(contact);
        CREATE TABLE contact_successor(
            old INTEGER PRIMARY KEY,
            contact INTEGER NOT NULL REFERENCES contact(id) ON DELETE CASCADE
        ) STRICT;
        CREATE INDEX contact_successor_contact ON contact_successor(contact);
        CREATE TABLE contact_link(
            contact INTEGER PRIMARY KEY REFERENCES contact(id) ON DELETE CASCADE,
            person INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX contact_link_person ON contact_link(person);
        CREATE TABLE contact_distinct(
            one INTEGER NOT NULL REFERENCES contact(id) ON DELETE CASCADE,
            other INTEGER NOT NULL REFERENCES contact(id) ON DELETE CASCADE,
            PRIMARY KEY(one, other)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX contact_distinct_other ON contact_distinct(other);
        """,
    ),
    Migration(
        # Whether the full-text indexes still hold what was taken out of them quickly.
        name="contacts-import-2",
        sql="CREATE TABLE contact_unmerged(one INTEGER PRIMARY KEY CHECK(one = 1)) STRICT",
    ),
    Migration(
        # Who came without a key, by what was said of them.
        name="contacts-import-3",
        sql="CREATE INDEX contact_content ON contact(digest)"
        " WHERE (uid GLOB 'content:*' OR uid GLOB 'row:*')",
    ),
    Migration(
        # Under which keys a file may bring those who were merged away, and what it said of them last.
        name="contacts-duplicates-2",
        sql="""
        ALTER TABLE contact_successor ADD COLUMN uid TEXT;
        ALTER TABLE contact_successor ADD COLUMN digest BLOB;
        CREATE INDEX contact_successor_uid ON contact_successor(uid) WHERE uid IS NOT NULL;
        """,
    ),
    Migration(
        # The order that somebody has put the favourites in; who is not in it stands behind, by name.
        name="contacts-favourites-1",
        sql="""
        CREATE TABLE contact_favourite_place(
            contact INTEGER PRIMARY KEY REFERENCES contact(id) ON DELETE CASCADE,
            place INTEGER NOT NULL
        ) STRICT;
        """,
    ),
]
