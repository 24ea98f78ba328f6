//! Interviews with many people, as people really talk: those of `tests/corpus/interviews.jsonl`, each in many variations.
//! They answer what was asked last, now in many words and now in one, both things or one of two, throw something in, and
//! take something back. Counted is who reaches the family, and what was got wrong on the way.
//!
//! When nothing is missing, all that was understood is read out to them; what is not so they put right, each thing once, in a
//! message of its own and three at most, as the last words of `person.rs` have it: these messages count. `UNCORRECTED=1` has them
//! let everything pass, which shows how well the answers themselves are read.
//!
//! `PEOPLE=all` prints every failure by its cause, `PEOPLE=misses` every message that told nothing, `PEOPLE=ja-05` the conversations with one of them. `HELD_OUT=1` counts
//! those who are held out while the rules are written, and prints nothing of them; `VARIATIONS=20` talks with each of them twenty times.
//!
//! How it was, and how it is, of 1080 talks with those who are not held out and 520 with those who are:
//!
//! | | at first | now | held out, at first | held out, now |
//! |---|---|---|---|---|
//! | reach the family within 12 messages | 133 | 981 | 96 | 428 |
//! | a name is wrong in | 274 | 26 | 100 | 96 |
//! | a name is lost in | 793 | 47 | 387 | 110 |
//! | a fact is wrong in, and was not said back | 587 | 30 | 269 | 62 |
//! | a fact is wrong in, and was said back | not told apart | 179 | not told apart | 161 |
//! | something is closed that was not refused in | 92 | 87 | 50 | 77 |
//! | the same question three times in | 926 | 13 | 408 | 3 |
//!
//! Since then, of the first five variations (270 talks, and 130 with those held out), and of 100 talks with the people of
//! `people/styles.jsonl`, who were written before the last rules and looked at while those were made:
//!
//! | | before | now | held out, before | held out, now | other styles, at first | now |
//! |---|---|---|---|---|---|---|
//! | reach the family within 12 messages | 243 | 247 | 110 | 111 | 85 | 98 |
//! | a name is wrong in | 5 | 2 | 30 | 33 | 24 | 0 |
//! | a name is lost in | 8 | 1 | 26 | 19 | 6 | 0 |
//! | a fact is wrong in, and was not said back | 5 | 2 | 18 | 18 | 13 | 1 |
//! | a fact is lost in | 19 | 6 | 12 | 7 | 1 | 0 |
//! | something is closed that was not refused in | 23 | 7 | 18 | 11 | 7 | 0 |
//! | the same question three times in | 0 | 0 | 1 | 0 | 0 | 0 |
//!
//! Since all is read out, of the same people, and of sixty more (`people/more.jsonl`, twenty of them held out), who were written
//! for this by authors that knew neither the program nor the others. "Let pass" is `UNCORRECTED=1`. The messages with which
//! something is put right count; so fewer are through in time than have heard all read out in time. The simulated people put
//! right what they hear in words that were written together with the reader of these words, which flatters the second column.
//!
//! | | before | let pass | put right | held out, before | let pass | put right |
//! |---|---|---|---|---|---|---|
//! | the corpus: talks | 270 | 270 | 270 | 130 | 130 | 130 |
//! | all read out within 12 messages | 249 | 253 | 253 | 110 | 118 | 118 |
//! | and all said that is put right | | | 247 | | | 96 |
//! | a name is wrong in | 2 | 3 | 0 | 30 | 26 | 15 |
//! | a name is lost in | 1 | 5 | 1 | 19 | 15 | 10 |
//! | a fact is wrong that was not said back word by word | 2 | 4 | 2 | 18 | 16 | 3 |
//! | a fact is wrong in, and was said back | 39 | 45 | 5 | 36 | 41 | 21 |
//! | sixty more: talks | 200 | 200 | 200 | 100 | 100 | 100 |
//! | all read out within 12 messages | 123 | 147 | 147 | 57 | 62 | 62 |
//! | and all said that is put right | | | 114 | | | 39 |
//! | a name is wrong in | 61 | 27 | 10 | 31 | 33 | 25 |
//! | a name is lost in | 41 | 39 | 20 | 35 | 36 | 29 |
//! | a fact is wrong that was not said back word by word | 50 | 41 | 29 | 27 | 26 | 19 |
//! | a fact is wrong in, and was said back | 68 | 67 | 30 | 55 | 60 | 41 |
//!
//! "Before", a partner whose name was left to Hera counted as wrong. The held-out figures were seen three times: at first, half
//! way and at the end. Names are no longer wrong among the people of the corpus that may be looked at; with people like nobody
//! else, one talk in four still ends with a wrong name that was read out and whose correction was not understood.
//!
//! Since what is told beside a question is heard, and what is taken back in a word is understood at any time. "Before" and "now"
//! are the first and the last run of this work: `cargo test --test it interview::people -- --nocapture`, and the same with
//! `HELD_OUT=1`. The held-out figures were seen twice, at the beginning and at the end.
//!
//! | | before | now | held out, before | held out, now |
//! |---|---|---|---|---|
//! | the corpus: talks | 270 | 270 | 130 | 130 |
//! | all read out within 12 messages | 253 | 256 | 118 | 119 |
//! | and all said that is put right | 247 | 249 | 96 | 97 |
//! | a name is wrong in | 0 | 0 | 15 | 15 |
//! | a name is lost in | 1 | 1 | 10 | 10 |
//! | a fact is wrong that was not said back word by word | 2 | 2 | 3 | 3 |
//! | a fact is wrong in, and was said back | 5 | 5 | 21 | 21 |
//! | something is closed that was not refused in | 2 | 1 | 4 | 4 |
//! | sixty more: talks | 200 | 200 | 100 | 100 |
//! | all read out within 12 messages | 147 | 162 | 62 | 62 |
//! | and all said that is put right | 114 | 131 | 39 | 39 |
//! | a name is wrong in | 10 | 6 | 25 | 27 |
//! | a name is lost in | 20 | 13 | 30 | 30 |
//! | a fact is wrong that was not said back word by word | 29 | 26 | 19 | 19 |
//! | a fact is wrong in, and was said back | 30 | 23 | 41 | 42 |
//! | something is closed that was not refused in | 26 | 17 | 17 | 16 |
//!
//! So people who may be looked at gain, and those whom nobody looked at do not: the simulated people answer what they are asked,
//! and hardly tell things beside it; what they put right, they put right when all was read out to them.
//!
//! Thirty more people (their ids begin with `h-`) came after that, all of them held out, by an author who knew nothing of the
//! program: of their 150 talks, at first, 138 heard all read out within 12 messages, and 111 had put all right by then. A name is
//! wrong in 12 and lost in 13, a fact is wrong in 24, wrong and said back in 38, and in 11 something is closed that was not
//! refused. `HELD_OUT=1` counts them together with the twenty of the sixty.
//!
//! Then everybody was looked at, the held out, too: their first figures stand above, and since then they measure the rules no
//! more than the others do. "Before" and "now" are runs of the two commands above; what is right of the status of eight of the
//! thirty was written with words that no status has, and is now written as of all others.
//!
//! | | corpus, before | now | sixty more, before | now | held out of the corpus, before | now | the fifty, before | now |
//! |---|---|---|---|---|---|---|---|---|
//! | talks | 270 | 270 | 200 | 200 | 130 | 130 | 250 | 250 |
//! | all read out within 12 messages | 257 | 257 | 160 | 166 | 120 | 121 | 206 | 217 |
//! | and all said that is put right | 248 | 248 | 128 | 135 | 101 | 104 | 162 | 192 |
//! | a name is wrong in | 0 | 0 | 5 | 0 | 17 | 4 | 40 | 7 |
//! | a name is lost in | 1 | 1 | 12 | 10 | 9 | 3 | 40 | 18 |
//! | a fact is wrong that was not said back word by word | 2 | 2 | 28 | 18 | 3 | 3 | 46 | 7 |
//! | a fact is wrong in, and was said back | 3 | 3 | 22 | 16 | 20 | 13 | 73 | 39 |
//! | something is closed that was not refused in | 0 | 0 | 19 | 15 | 3 | 2 | 32 | 20 |
//! | the same question three times in | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 2 |
//!
//! Since names are heard in what leads to them, and who has no name for the partner is not pressed for one. Nobody wrote these rules
//! without having looked at what failed. "Another style" and "many styles" are the two sets of 100 talks.
//!
//! | | corpus | sixty more | held out of the corpus | the fifty | another style | many styles |
//! |---|---|---|---|---|---|---|
//! | talks | 270 | 200 | 130 | 250 | 100 | 100 |
//! | all read out within 12 messages | 258 | 168 | 121 | 221 | 97 | 98 |
//! | and all said that is put right | 248 | 138 | 105 | 196 | 96 | 98 |
//! | a name is wrong in | 0 | 0 | 4 | 7 | 0 | 0 |
//! | a name is lost in | 1 | 10 | 1 | 17 | 0 | 0 |
//! | a fact is wrong that was not said back word by word | 2 | 16 | 3 | 6 | 0 | 0 |
//! | a fact is wrong in, and was said back | 3 | 15 | 13 | 40 | 0 | 0 |
//! | something is closed that was not refused in | 0 | 14 | 2 | 18 | 0 | 0 |
//! | the same question three times in | 0 | 0 | 0 | 2 | 0 | 0 |
//!
//! Since what is typed on a phone is heard (towns in small letters, what is left to Hera by name, what comes to what was told, who is
//! called a husband), of the same talks:
//!
//! | | corpus | sixty more | held out of the corpus | the fifty | another style | many styles |
//! |---|---|---|---|---|---|---|
//! | all read out within 12 messages | 258 | 170 | 121 | 221 | 97 | 98 |
//! | and all said that is put right | 252 | 140 | 107 | 196 | 96 | 98 |
//! | a name is wrong in | 0 | 0 | 4 | 7 | 0 | 0 |
//! | a name is lost in | 1 | 10 | 1 | 17 | 0 | 0 |
//! | a fact is wrong that was not said back word by word | 0 | 15 | 3 | 6 | 0 | 0 |
//! | a fact is wrong in, and was said back | 3 | 15 | 13 | 40 | 0 | 0 |
//! | something is closed that was not refused in | 0 | 14 | 2 | 18 | 0 | 0 |
//! | the same question three times in | 0 | 0 | 0 | 2 | 0 | 0 |
//!
//! The aims are reached by the corpus and the two styles, as far as reading out goes, and not by the others.
//!
//! To ask for any two things at once from the seventh message on, rather than from the tenth, was tried: fewer get through
//! (230 instead of 248 of the corpus), and names are taken for each other.
//!
//! The aims are 95 of a hundred who reach the family, no wrong name and no wrong fact that was not said back: with people whom
//! nobody had looked at, they were not reached, and with all of them they are not yet. Among those who may be looked at, only what somebody in danger is asked comes three times.
//!
//! At first, nobody was asked for their own name; now it is among the names.
//!
//! Sixty more (`people/phone.jsonl`), as they type on a phone, came last, by an author who knew nothing of the program. Of their
//! 300 talks, at first and before anything was mended for them, 257 heard all read out within 12 messages and 214 had put all
//! right by then; a name is wrong in 36 and lost in 30, a fact is wrong in 21, wrong and said back in 21, lost in 19, in 21
//! something is closed that was not refused, and in 6 the same is asked three times.

mod corpus;
mod judge;
mod person;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use corpus::Interviewee;
use judge::Failing;
use person::Talk;

/// Variations of each interview, where `VARIATIONS` does not say another number.
const VARIATIONS: u64 = 5;
/// A whole interview takes at most so many messages.
const MOST_MESSAGES: usize = 12;

/// What came of all conversations.
#[derive(Default)]
struct Tally {
    talks: usize,
    /// In time: all is told, and all is put right.
    read_out: usize,
    reached: usize,
    /// How often each thing went wrong: the kind, then the cause with an example of who.
    failings: BTreeMap<Failing, usize>,
    causes: BTreeMap<(Failing, String), (usize, String)>,
}

impl Tally {
    fn count(&self, failing: Failing) -> usize {
        self.failings.get(&failing).copied().unwrap_or(0)
    }

    fn add(&mut self, who: &Interviewee, variation: u64, talk: &Talk) {
        self.talks += 1;
        let in_time = |messages: Option<usize>| usize::from(messages.is_some_and(|messages| messages <= MOST_MESSAGES));
        self.read_out += in_time(talk.read_out);
        self.reached += in_time(talk.reached);
        let mut seen = std::collections::BTreeSet::new();
        for (failing, cause) in judge::failings(talk) {
            if seen.insert(failing) {
                *self.failings.entry(failing).or_default() += 1;
            }
            let example = format!("{} {variation}", who.id);
            self.causes.entry((failing, format!("{} {cause}", who.id))).or_insert((0, example)).0 += 1;
        }
    }

    fn join(mut self, other: Self) -> Self {
        self.talks += other.talks;
        self.read_out += other.read_out;
        self.reached += other.reached;
        for (failing, count) in other.failings {
            *self.failings.entry(failing).or_default() += count;
        }
        self.causes.extend(other.causes);
        self
    }

    /// Asserts that so many of a hundred reach the family, and that no more talks went wrong: in a name, by a name that was
    /// lost, in a fact, by a fact that was lost, by something closed that was not refused, by the same question three times.
    fn holds(&self, percent: usize, most: [usize; 6]) {
        assert!(self.reached * 100 / self.talks >= percent, "{}", self.summary());
        let failings = [
            Failing::WrongName,
            Failing::LostName,
            Failing::WrongFact,
            Failing::LostFact,
            Failing::ClosedByMistake,
            Failing::SameQuestion,
        ];
        for (failing, most) in failings.into_iter().zip(most) {
            assert!(self.count(failing) <= most, "{failing:?}: {}", self.summary());
        }
    }

    /// How many talks went wrong, by the first word of the cause: whose name, which fact.
    fn concerns(&self) -> BTreeMap<(Failing, &str), usize> {
        let mut concerns = BTreeMap::new();
        for ((failing, cause), (count, _)) in &self.causes {
            let what = cause.split(' ').nth(1).unwrap_or("");
            if matches!(failing, Failing::SameQuestion | Failing::Stuck) {
                continue;
            }
            *concerns.entry((*failing, what)).or_insert(0) += count;
        }
        concerns
    }

    fn summary(&self) -> String {
        let mut text = format!(
            "{} talks, {} heard all read out in {MOST_MESSAGES}, {} with all put right",
            self.talks, self.read_out, self.reached
        );
        for (failing, count) in &self.failings {
            let _ = write!(text, ", {failing:?} {count}");
        }
        text
    }
}

#[expect(clippy::print_stdout, reason = "what went wrong is looked at by who asks for it")]
fn talk_with_all(people: &[Interviewee]) -> Tally {
    let shown = std::env::var_os("PEOPLE").unwrap_or_default();
    let shown = shown.as_os_str();
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let tally = std::thread::scope(|scope| {
        let parts = people.chunks(people.len().div_ceil(threads).max(1));
        let running: Vec<_> = parts.map(|part| scope.spawn(move || talk_with(part, shown))).collect();
        let ended = running.into_iter().map(|part| part.join().expect("no talk panics"));
        ended.fold(Tally::default(), Tally::join)
    });
    if shown == "all" {
        for ((failing, cause), (count, example)) in &tally.causes {
            println!("{failing:?}\t{count}\t{cause}\t({example})");
        }
    }
    tally
}

fn variations() -> u64 {
    let number = |text: std::ffi::OsString| text.to_str().and_then(|text| text.parse().ok());
    std::env::var_os("VARIATIONS").map_or(VARIATIONS, |text| number(text).expect("a number of variations"))
}

#[expect(clippy::print_stdout, reason = "what went wrong is looked at by who asks for it")]
fn talk_with(people: &[Interviewee], shown: &std::ffi::OsStr) -> Tally {
    let mut tally = Tally::default();
    for who in people {
        for variation in 0..variations() {
            let talk = person::talk(who, variation);
            let failed = || judge::failings(&talk).iter().any(|(failing, _)| *failing != Failing::LostFact);
            if shown == who.id.as_str() || (shown == "all" && variation < 6 && failed()) {
                println!("{} {variation}: {:?}\n{}", who.id, judge::failings(&talk), talk.transcript);
            }
            if shown == "misses" {
                talk.misses.iter().for_each(|miss| println!("MISS\t{}\t{}", who.id, miss.replace('\n', " / ")));
            }
            tally.add(who, variation, &talk);
        }
    }
    tally
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures are written down")]
fn ordinary_people_get_through() {
    if std::env::var_os("HELD_OUT").is_some() {
        for people in [corpus::read(true), corpus::more(true)] {
            let tally = talk_with_all(&people);
            println!("held out: {}", tally.summary());
            println!("held out, by what they concern: {:?}", tally.concerns());
        }
        return;
    }
    let tally = talk_with_all(&corpus::read(false));
    println!("{}", tally.summary());
    assert!(tally.talks >= 250, "{}", tally.summary());
    tally.holds(91, [0, 1, 0, 0, 0, 0]);
}

/// Twenty people who were written after the rules, in a style of their own.
#[test]
#[expect(clippy::print_stdout, reason = "the figures are written down")]
fn people_of_another_style_get_through() {
    let tally = talk_with_all(&corpus::others());
    println!("of another style: {}", tally.summary());
    assert!(tally.talks >= 100, "{}", tally.summary());
    tally.holds(95, [0, 0, 0, 1, 1, 0]);
}

/// Twenty more, in a hurry, in dialect, all in one breath, and with names in other alphabets.
#[test]
#[expect(clippy::print_stdout, reason = "the figures are written down")]
fn people_of_many_styles_get_through() {
    let tally = talk_with_all(&corpus::of_many_styles());
    println!("of many styles: {}", tally.summary());
    assert!(tally.talks >= 100, "{}", tally.summary());
    tally.holds(98, [0, 0, 1, 0, 0, 0]);
}

/// Forty more, written by authors who knew neither the program nor the other people: nothing of them is typical.
#[test]
#[expect(clippy::print_stdout, reason = "the figures are written down")]
fn people_who_are_like_nobody_else_get_through() {
    let tally = talk_with_all(&corpus::more(false));
    println!("like nobody else: {}", tally.summary());
    assert!(tally.talks >= 200, "{}", tally.summary());
    tally.holds(68, [0, 10, 16, 9, 14, 0]);
}

/// Sixty more, as they type on a phone: written by an author who knew neither the program nor the other people, and counted
/// before anything was mended for them.
#[test]
#[expect(clippy::print_stdout, reason = "the figures are written down")]
fn people_on_the_phone_get_through() {
    let tally = talk_with_all(&corpus::on_the_phone());
    println!("on the phone: {}", tally.summary());
    assert!(tally.talks >= 300, "{}", tally.summary());
    tally.holds(71, [36, 30, 21, 19, 21, 6]);
}
