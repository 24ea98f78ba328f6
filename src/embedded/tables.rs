//! The tables of the store file, and how they are read.

use std::ops::RangeInclusive;
use std::sync::Arc;

use redb::{
    Database, Key, ReadOnlyTable, ReadTransaction, ReadableDatabase, ReadableTable, Table, TableDefinition,
    TableHandle as _, Value, WriteTransaction,
};

use super::disk::Trouble;
use crate::bus::{Logged, StoreError};
use crate::domain::{Message, SessionId, State, Tag};
use crate::record::message::{MessageRecord, SessionRecord, TurnRecord};
use crate::record::v1::{self, VersionedState};
use crate::record::{self, event};
use crate::sessions::PageLimit;

/// The arrangement of the tables below. A file of a newer one is refused.
const FORMAT: u64 = 1;

type Id = &'static [u8; 16];
type Bytes = &'static [u8];

/// Session -> [`SessionRecord`].
const SESSIONS: TableDefinition<Id, Bytes> = TableDefinition::new("sessions");
/// Owner, time of creation, session -> nothing: the order in which sessions are listed.
const OWNED: TableDefinition<(Id, i64, Id), ()> = TableDefinition::new("owned");
/// Session -> [`VersionedState`].
const STATES: TableDefinition<Id, Bytes> = TableDefinition::new("states");
/// Session, position in the history -> [`MessageRecord`].
const MESSAGES: TableDefinition<(Id, u64), Bytes> = TableDefinition::new("messages");
/// Session, `client_msg_id` -> [`record::message::SentRecord`].
const SENT: TableDefinition<(Id, &'static str), Bytes> = TableDefinition::new("sent");
/// Session, number of the last event -> a chunk of events.
const EVENTS: TableDefinition<(Id, u64), Bytes> = TableDefinition::new("events");
/// Session, number of the message's event -> [`TurnRecord`].
const TURNS: TableDefinition<(Id, u64), Bytes> = TableDefinition::new("turns");
/// Session, id of a picture -> [`record::photo::PhotoRecord`]: the pictures that may go with messages.
const ATTACHMENTS: TableDefinition<(Id, Id), Bytes> = TableDefinition::new("attachments");
/// Session -> when it was last marked as used, in milliseconds since 1970; see [`super::expiry`].
const USED: TableDefinition<Id, i64> = TableDefinition::new("used");
/// Sessions that were let go and whose pictures are still to be deleted -> nothing.
const LEFT_PICTURES: TableDefinition<Id, ()> = TableDefinition::new("left_pictures");
/// What the file is.
const ABOUT: TableDefinition<&'static str, u64> = TableDefinition::new("about");
/// How many commits the file has seen: tells whether a commit that failed took place.
const COMMITS: &str = "commits";

/// There since something was deleted from a file that has not been written anew since; see [`super::rewrite`].
const DELETED: &str = "deleted";

/// All tables, to be written.
pub struct Tables<'t> {
    pub sessions: Table<'t, Id, Bytes>,
    pub owned: Table<'t, (Id, i64, Id), ()>,
    pub states: Table<'t, Id, Bytes>,
    pub messages: Table<'t, (Id, u64), Bytes>,
    pub sent: Table<'t, (Id, &'static str), Bytes>,
    pub events: Table<'t, (Id, u64), Bytes>,
    pub turns: Table<'t, (Id, u64), Bytes>,
    pub attachments: Table<'t, (Id, Id), Bytes>,
    pub used: Table<'t, Id, i64>,
    pub left_pictures: Table<'t, Id, ()>,
    pub about: Table<'t, &'static str, u64>,
}

/// The tables that are read outside of writes, as of one moment.
pub struct ReadTables {
    pub sessions: ReadOnlyTable<Id, Bytes>,
    pub owned: ReadOnlyTable<(Id, i64, Id), ()>,
    pub states: ReadOnlyTable<Id, Bytes>,
    pub messages: ReadOnlyTable<(Id, u64), Bytes>,
    pub events: ReadOnlyTable<(Id, u64), Bytes>,
    pub turns: ReadOnlyTable<(Id, u64), Bytes>,
    pub attachments: ReadOnlyTable<(Id, Id), Bytes>,
    pub used: ReadOnlyTable<Id, i64>,
    pub left_pictures: ReadOnlyTable<Id, ()>,
    pub about: ReadOnlyTable<&'static str, u64>,
}

/// Makes the tables that are not there yet, each for itself: redb asserts some of what it reads, and where that fails
/// while other tables are open, these panic as well as they are dropped, which ends the process.
pub fn make_tables(transaction: &WriteTransaction) -> Result<(), Trouble> {
    drop(transaction.open_table(SESSIONS)?);
    drop(transaction.open_table(OWNED)?);
    drop(transaction.open_table(STATES)?);
    drop(transaction.open_table(MESSAGES)?);
    drop(transaction.open_table(SENT)?);
    drop(transaction.open_table(EVENTS)?);
    drop(transaction.open_table(TURNS)?);
    drop(transaction.open_table(ATTACHMENTS)?);
    drop(transaction.open_table(USED)?);
    drop(transaction.open_table(LEFT_PICTURES)?);
    drop(transaction.open_table(ABOUT)?);
    Ok(())
}

/// Whether the file has no tables but those of this version.
pub fn knows_all(file: &ReadTransaction) -> Result<bool, Trouble> {
    let known = [
        SESSIONS.name(),
        OWNED.name(),
        STATES.name(),
        MESSAGES.name(),
        SENT.name(),
        EVENTS.name(),
        TURNS.name(),
        ATTACHMENTS.name(),
        USED.name(),
        LEFT_PICTURES.name(),
        ABOUT.name(),
    ];
    let strange = file.list_tables()?.any(|table| !known.contains(&table.name()));
    Ok(!strange && file.list_multimap_tables()?.next().is_none())
}

/// Copies everything into a file with nothing in it; `false` when it was given up.
pub fn copy_all(from: &ReadTransaction, into: &WriteTransaction, goes_on: &dyn Fn() -> bool) -> Result<bool, Trouble> {
    let whole = copy(from, into, SESSIONS, goes_on)?
        && copy(from, into, OWNED, goes_on)?
        && copy(from, into, STATES, goes_on)?
        && copy(from, into, MESSAGES, goes_on)?
        && copy(from, into, SENT, goes_on)?
        && copy(from, into, EVENTS, goes_on)?
        && copy(from, into, TURNS, goes_on)?
        && copy(from, into, ATTACHMENTS, goes_on)?
        && copy(from, into, USED, goes_on)?
        && copy(from, into, LEFT_PICTURES, goes_on)?
        && copy(from, into, ABOUT, goes_on)?;
    into.open_table(ABOUT)?.remove(DELETED)?;
    Ok(whole)
}

fn copy<K: Key + 'static, V: Value + 'static>(
    from: &ReadTransaction,
    into: &WriteTransaction,
    table: TableDefinition<'_, K, V>,
    goes_on: &dyn Fn() -> bool,
) -> Result<bool, Trouble> {
    let (from, mut into) = (from.open_table(table)?, into.open_table(table)?);
    for entry in from.iter()? {
        if !goes_on() {
            return Ok(false);
        }
        let (key, value) = entry?;
        into.insert(key.value(), value.value())?;
    }
    Ok(true)
}

impl<'t> Tables<'t> {
    /// The tables in a write; [`make_tables`] has made them.
    pub fn open(transaction: &'t WriteTransaction) -> Result<Self, Trouble> {
        Ok(Self {
            sessions: transaction.open_table(SESSIONS)?,
            owned: transaction.open_table(OWNED)?,
            states: transaction.open_table(STATES)?,
            messages: transaction.open_table(MESSAGES)?,
            sent: transaction.open_table(SENT)?,
            events: transaction.open_table(EVENTS)?,
            turns: transaction.open_table(TURNS)?,
            attachments: transaction.open_table(ATTACHMENTS)?,
            used: transaction.open_table(USED)?,
            left_pictures: transaction.open_table(LEFT_PICTURES)?,
            about: transaction.open_table(ABOUT)?,
        })
    }
}

impl Tables<'_> {
    /// Notes the format of a new file, and refuses a file of a newer one.
    pub fn stamp(&mut self) -> Result<(), Trouble> {
        let found = self.about.get("format")?.map(|format| format.value());
        match found {
            Some(FORMAT) => Ok(()),
            Some(newer) if newer > FORMAT => Err(Trouble::Other(StoreError::Damaged(
                format!("it was written by a newer version of hera (format {newer}, this one knows {FORMAT})").into(),
            ))),
            _ => Ok(self.about.insert("format", FORMAT).map(drop)?),
        }
    }

    /// What is deleted now stays in the file until that is written anew.
    pub fn note_deleted(&mut self) -> Result<(), Trouble> {
        Ok(self.about.insert(DELETED, 1).map(drop)?)
    }

    /// Counts the commit that is about to be made; its number.
    pub fn count_commit(&mut self) -> Result<u64, Trouble> {
        let number = self.about.get(COMMITS)?.map_or(0, |commits| commits.value()) + 1;
        self.about.insert(COMMITS, number)?;
        Ok(number)
    }
}

impl ReadTables {
    /// The tables as they are now.
    pub fn now(database: &Database) -> Result<Self, Trouble> {
        let transaction = database.begin_read()?;
        Ok(Self {
            sessions: transaction.open_table(SESSIONS)?,
            owned: transaction.open_table(OWNED)?,
            states: transaction.open_table(STATES)?,
            messages: transaction.open_table(MESSAGES)?,
            events: transaction.open_table(EVENTS)?,
            turns: transaction.open_table(TURNS)?,
            attachments: transaction.open_table(ATTACHMENTS)?,
            used: transaction.open_table(USED)?,
            left_pictures: transaction.open_table(LEFT_PICTURES)?,
            about: transaction.open_table(ABOUT)?,
        })
    }

    /// Whether something was deleted that is still in the file.
    pub fn was_deleted(&self) -> Result<bool, Trouble> {
        Ok(self.about.get(DELETED)?.is_some())
    }

    /// The number of the last commit.
    pub fn last_commit(&self) -> Result<u64, Trouble> {
        Ok(self.about.get(COMMITS)?.map_or(0, |commits| commits.value()))
    }
}

/// What never changes of the session, if there is one.
pub fn session(table: &impl ReadableTable<Id, Bytes>, id: SessionId) -> Result<Option<SessionRecord>, Trouble> {
    table.get(id.as_bytes())?.map(|bytes| Ok(record::decode(bytes.value())?)).transpose()
}

/// The state of a session that exists; the default before its first change.
pub fn state(table: &impl ReadableTable<Id, Bytes>, id: SessionId) -> Result<(u64, State), Trouble> {
    match table.get(id.as_bytes())? {
        Some(bytes) => {
            let VersionedState { version, state } = record::decode(bytes.value())?;
            Ok((version, state.try_into()?))
        }
        None => Ok((0, v1::first())),
    }
}

/// The message at a position of the history.
pub fn message(
    table: &impl ReadableTable<(Id, u64), Bytes>,
    id: SessionId,
    position: u64,
) -> Result<Option<Message>, Trouble> {
    let bytes = table.get((id.as_bytes(), position))?;
    bytes.map(|bytes| Ok(record::decode::<MessageRecord>(bytes.value())?.into())).transpose()
}

/// The position after the last message of the history.
pub fn next_position(table: &impl ReadableTable<(Id, u64), Bytes>, id: SessionId) -> Result<u64, Trouble> {
    let last = table.range(of(&id))?.next_back().transpose()?;
    Ok(last.map_or(0, |(key, _)| key.value().1 + 1))
}

/// The newest messages before position `before` that fit, the newest first, with their positions.
pub fn messages_before(
    table: &impl ReadableTable<(Id, u64), Bytes>,
    id: SessionId,
    before: u64,
    most: PageLimit,
) -> Result<Vec<(u64, Message)>, Trouble> {
    let (mut messages, mut size) = (Vec::new(), 0);
    for entry in table.range((id.as_bytes(), 0)..(id.as_bytes(), before))?.rev() {
        let (key, bytes) = entry?;
        let bytes = bytes.value();
        if !most.fits(messages.len(), size, bytes.len()) {
            break;
        }
        size += bytes.len();
        messages.push((key.value().1, record::decode::<MessageRecord>(bytes)?.into()));
    }
    Ok(messages)
}

/// The unended turns of a session, in order, with the numbers of their messages' events.
pub fn turns(table: &impl ReadableTable<(Id, u64), Bytes>, id: SessionId) -> Result<Vec<(u64, TurnRecord)>, Trouble> {
    let range = table.range(of(&id))?;
    range
        .map(|entry| {
            let (key, bytes) = entry?;
            Ok((key.value().1, record::decode(bytes.value())?))
        })
        .collect()
}

/// The number of the last event in a session's log; 0 before there is one.
pub fn last_seq(table: &impl ReadableTable<(Id, u64), Bytes>, id: SessionId) -> Result<u64, Trouble> {
    Ok(table.range(of(&id))?.next_back().transpose()?.map_or(0, |(key, _)| key.value().1))
}

/// The last chunk of a session's log.
pub fn last_events(table: &impl ReadableTable<(Id, u64), Bytes>, id: SessionId) -> Result<Vec<Arc<Logged>>, Trouble> {
    match table.range(of(&id))?.next_back().transpose()? {
        Some((key, bytes)) => Ok(event::decode_chunk(key.value().1, bytes.value())?),
        None => Ok(Vec::new()),
    }
}

/// Stored bytes of events that are read at once, about: what one reader may hold that does not take what it is given.
const READ_AT_ONCE: usize = 32 * 1024;

/// At least one and about `limit` events from number `from` on, fewer when they are large; empty when the log no longer
/// (or not yet) has it.
pub fn events_from(
    table: &impl ReadableTable<(Id, u64), Bytes>,
    id: SessionId,
    from: u64,
    limit: usize,
) -> Result<Vec<Arc<Logged>>, Trouble> {
    let mut events = Vec::new();
    let mut size = 0;
    for entry in table.range((id.as_bytes(), from)..=(id.as_bytes(), u64::MAX))? {
        let (key, bytes) = entry?;
        size += bytes.value().len();
        let chunk = event::decode_chunk(key.value().1, bytes.value())?;
        events.extend(chunk.into_iter().skip_while(|logged| logged.id.seq < from));
        if events.first().is_none_or(|first| first.id.seq != from) {
            return Ok(Vec::new());
        }
        if events.len() >= limit || size >= READ_AT_ONCE {
            break;
        }
    }
    Ok(events)
}

/// The keys of all pictures of a session.
pub fn photos_of(id: &SessionId) -> RangeInclusive<(&[u8; 16], &'static [u8; 16])> {
    (id.as_bytes(), &[0; 16])..=(id.as_bytes(), &[u8::MAX; 16])
}

/// The keys of all that a session has in a table.
pub fn of(id: &SessionId) -> RangeInclusive<(&[u8; 16], u64)> {
    (id.as_bytes(), 0)..=(id.as_bytes(), u64::MAX)
}

impl Tables<'_> {
    /// Stores what is new in a run of events, and lets go of the oldest ones of the session when it has more than
    /// `kept`.
    ///
    /// The store tells what is new, not the session in memory: that one learns of a commit a little later, and
    /// must not store again, with less in it, what the commit before has stored.
    pub fn append_events(&mut self, id: SessionId, tag: Tag, events: &[Arc<Logged>], kept: u64) -> Result<(), Trouble> {
        let stored = last_seq(&self.events, id)?;
        let known = events.partition_point(|logged| logged.id.seq <= stored);
        let events = &events[known..];
        let Some(last) = events.last() else { return Ok(()) };
        let chunk = event::encode_chunk(tag, events)?;
        self.events.insert((id.as_bytes(), last.id.seq), chunk.as_slice())?;
        self.trim_events(id, last.id.seq, kept)
    }

    /// Removes the session's oldest chunks while the newer ones hold at least `kept` events up to `head`, and all
    /// of the turns that have not ended: a turn that is run again is told by its events how far it had come.
    fn trim_events(&mut self, id: SessionId, head: u64, kept: u64) -> Result<(), Trouble> {
        let unended = self.turns.range(of(&id))?.next().transpose()?.map(|(key, _)| key.value().1);
        let spare = head.saturating_sub(kept).min(unended.map_or(u64::MAX, |first| first.saturating_sub(1)));
        let mut spared = Vec::new();
        for entry in self.events.range((id.as_bytes(), 0)..=(id.as_bytes(), spare))? {
            spared.push(entry?.0.value().1);
        }
        for last in spared {
            self.events.remove((id.as_bytes(), last))?;
        }
        Ok(())
    }
}
