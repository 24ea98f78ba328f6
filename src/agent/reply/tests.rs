use super::*;
use crate::bus::{Input, Release};
use crate::domain::{ClientMsgId, SessionId, State, Tag, TurnId};
use tokio_util::sync::CancellationToken;

const WINDOW: Duration = Duration::from_millis(40);
const NOW: UnixMillis = UnixMillis(7);

fn claim() -> Claim {
    let session = SessionId::from_bytes([7; 16]);
    let client_msg_id: ClientMsgId = "1".parse().unwrap();
    let id = MessageId::of_user(session, &client_msg_id);
    let turn = TurnId::answering(id);
    Claim {
        fence: Fence { session, turn, attempt: 1, tag: Tag::new(1) },
        input: Input::Message(Message {
            id,
            at: NOW,
            utc_offset: None,
            author: Author::User { client_msg_id },
            text: String::new(),
            attachments: Vec::new(),
            choices: Vec::new(),
            turn,
            status: MessageStatus::Complete,
        }),
        state: State::default(),
        stored: None,
        earlier: None,
        cancelled: CancellationToken::new(),
        lost: CancellationToken::new(),
        release: Release::new(|| {}),
    }
}

fn reply() -> Reply {
    Reply::new(&claim(), Instant::now(), WINDOW, 100)
}

fn delta(text: &str) -> Utterance {
    Utterance::Delta(text.into())
}

fn texts(batch: &Batch) -> Vec<&str> {
    let text = |event: &Event| matches!(event, Event::MessageContent { .. });
    batch
        .events
        .iter()
        .filter(|event| text(event))
        .map(|event| if let Event::MessageContent { delta, .. } = event { delta.as_str() } else { "" })
        .collect()
}

#[test]
fn the_first_word_goes_out_at_once_and_the_next_ones_together() {
    let (mut reply, begun) = (reply(), Instant::now());
    assert_eq!(reply.on(Utterance::Start { name: "Hera".into() }, begun), Step::Nothing);
    let Step::Append(first) = reply.on(delta("Hello"), begun) else { panic!("held back") };
    assert!(matches!(first.events[..], [Event::MessageStart { .. }, Event::MessageContent { .. }]));
    assert_eq!(reply.on(delta(" my"), begun + WINDOW / 4), Step::Until(begun + WINDOW));
    assert_eq!(reply.on(delta(" dear"), begun + WINDOW / 2), Step::Until(begun + WINDOW));
    assert_eq!(texts(&reply.flush(begun + WINDOW)), [" my dear"]);
    let Step::Append(late) = reply.on(delta("!"), begun + 3 * WINDOW) else { panic!("held back") };
    assert_eq!(texts(&late), ["!"]);
}

#[test]
fn a_cancelled_answer_keeps_what_was_shown_and_nothing_else() {
    let (mut reply, begun) = (reply(), Instant::now());
    reply.on(Utterance::Start { name: "Hera".into() }, begun);
    reply.on(delta("shown"), begun);
    reply.on(delta(" held"), begun);
    reply.on(Utterance::End, begun);
    let last = reply.end(End::Cancelled, NOW, Instant::now());
    assert_eq!(last.messages.len(), 1);
    assert_eq!((last.messages[0].text.as_str(), last.messages[0].status), ("shown", MessageStatus::Cancelled));
    assert!(matches!(
        last.events[..],
        [Event::MessageEnd { .. }, Event::RunFinished { outcome: Outcome::Cancelled, .. }]
    ));
}

#[test]
fn a_finished_speaker_stays_complete_when_the_next_one_is_cancelled() {
    let (mut reply, begun) = (reply(), Instant::now());
    for utterance in [Utterance::Start { name: "A".into() }, delta("one"), Utterance::End] {
        reply.on(utterance, begun);
    }
    reply.on(Utterance::Start { name: "B".into() }, begun);
    let last = reply.end(End::Cancelled, NOW, Instant::now());
    assert_eq!(last.messages.len(), 1, "the second speaker said nothing");
    assert_eq!(last.messages[0].status, MessageStatus::Complete);
    assert!(matches!(last.events[..], [Event::MessageEnd { .. }, Event::RunFinished { .. }]));
}

fn yes() -> Vec<Choice> {
    vec![Choice::saying("Yes", "Yes, please")]
}

#[test]
fn what_is_offered_is_told_when_the_text_has_ended() {
    let (mut reply, begun) = (reply(), Instant::now());
    reply.on(Utterance::Start { name: "Hera".into() }, begun);
    reply.on(Utterance::Suggest(vec![Choice::new("not this")]), begun);
    reply.on(Utterance::Suggest(yes()), begun);
    reply.on(delta("Tea?"), begun);
    let told = reply.last_words(&End::Success, begun);
    let [Event::MessageEnd { message_id }, Event::ChoicesOffered { message_id: same, choices }] = &told.events[..]
    else {
        panic!("{told:?}")
    };
    assert_eq!((message_id, choices), (same, &yes()));
    assert_eq!(reply.end(End::Success, NOW, Instant::now()).messages[0].choices, yes());
}

#[test]
fn what_was_cut_short_offers_nothing() {
    let begun = Instant::now();
    for end in [End::Cancelled, End::Failed(RunErrorCode::TimeLimit, "too slow".into())] {
        let mut reply = reply();
        reply.on(Utterance::Start { name: "Hera".into() }, begun);
        reply.on(delta("Tea?"), begun);
        reply.on(Utterance::Suggest(yes()), begun);
        let last = reply.end(end, NOW, Instant::now());
        assert!(last.messages[0].choices.is_empty(), "{last:?}");
        assert!(!last.events.iter().any(|event| matches!(event, Event::ChoicesOffered { .. })), "{last:?}");
    }
    // Of a text that was whole, and an offer that nobody was shown.
    let mut reply = reply();
    reply.on(Utterance::Start { name: "Hera".into() }, begun);
    reply.on(delta("Tea?"), begun);
    reply.on(Utterance::End, begun);
    reply.on(Utterance::Suggest(yes()), begun);
    let last = reply.end(End::Cancelled, NOW, Instant::now());
    assert!(last.messages[0].choices.is_empty(), "{last:?}");
    assert!(!last.events.iter().any(|event| matches!(event, Event::ChoicesOffered { .. })), "{last:?}");
}

#[test]
fn offers_count_as_what_is_said() {
    let (mut reply, begun) = (reply(), Instant::now());
    reply.on(Utterance::Start { name: "Hera".into() }, begun);
    reply.on(delta("Tea?"), begun);
    let long = vec![Choice::new("x".repeat(40)), Choice::saying("y", "y".repeat(60))];
    assert_eq!(reply.on(Utterance::Suggest(long), begun), Step::TooLong);
}

#[test]
fn an_answer_without_a_word_is_an_error_or_nothing() {
    let empty = reply().end(End::Success, NOW, Instant::now());
    assert!(matches!(empty.events[..], [Event::RunError { code: RunErrorCode::EmptyAnswer, .. }]));
    assert!(empty.messages.is_empty() && empty.settle);
    let cancelled = reply().end(End::Cancelled, NOW, Instant::now());
    assert!(matches!(cancelled.events[..], [Event::RunFinished { outcome: Outcome::Cancelled, .. }]));
    assert!(cancelled.messages.is_empty());
}

#[test]
fn what_failed_keeps_its_text_and_its_reason() {
    let (mut reply, begun) = (reply(), Instant::now());
    reply.on(Utterance::Start { name: "Hera".into() }, begun);
    reply.on(delta("half"), begun);
    reply.on(delta(" a word"), begun);
    let last = reply.end(End::Failed(RunErrorCode::TimeLimit, "too slow".into()), NOW, Instant::now());
    assert_eq!(last.messages[0].text, "half a word");
    assert_eq!(last.messages[0].status, MessageStatus::Failed);
    assert!(matches!(last.events.last(), Some(Event::RunError { code: RunErrorCode::TimeLimit, .. })));
}

#[test]
fn an_endless_answer_is_stopped() {
    let (mut reply, begun) = (reply(), Instant::now());
    reply.on(Utterance::Start { name: "Hera".into() }, begun);
    assert!(matches!(reply.on(delta(&"x".repeat(100)), begun), Step::Append(_)));
    assert_eq!(reply.on(delta("x"), begun), Step::TooLong);
    let mut reply = self::reply();
    for _ in 0..MOST_MESSAGES {
        assert_ne!(reply.on(Utterance::Start { name: "Hera".into() }, begun), Step::TooLong);
    }
    assert_eq!(reply.on(Utterance::Start { name: "Hera".into() }, begun), Step::TooLong);
}

fn usage(batch: &Batch) -> TurnUsage {
    match batch.events.last() {
        Some(Event::RunFinished { usage: Some(usage), .. } | Event::RunError { usage: Some(usage), .. }) => {
            usage.clone()
        }
        other => panic!("no end with a usage: {other:?}"),
    }
}

fn used(model: &str, input_tokens: u64, output_tokens: u64) -> Utterance {
    Utterance::Used(ModelUsage { model: Some(model.into()), input_tokens, output_tokens })
}

#[test]
fn the_end_tells_what_the_turn_took() {
    let begun = Instant::now();
    let mut reply = Reply::new(&claim(), begun, WINDOW, 100);
    let after = |ms| begun + Duration::from_millis(ms);
    reply.on(used("small", 10, 3), after(100));
    reply.on(Utterance::Start { name: "Hera".into() }, after(110));
    reply.on(delta("Hello"), after(250));
    reply.on(delta(" my dear"), after(260));
    reply.on(used("large", 200, 40), after(900));
    reply.on(Utterance::End, after(901));
    let last = reply.end(End::Success, NOW, after(1000));
    let model = Some(ModelUsage { model: Some("large".into()), input_tokens: 210, output_tokens: 43 });
    assert_eq!(usage(&last), TurnUsage { model, time_to_first_token_ms: Some(250), duration_ms: 1000 });
}

#[test]
fn what_was_not_there_is_not_told() {
    let begun = Instant::now();
    let silent = Reply::new(&claim(), begun, WINDOW, 100).end(End::Success, NOW, begun + WINDOW);
    assert_eq!(usage(&silent), TurnUsage { model: None, time_to_first_token_ms: None, duration_ms: 40 });

    // A text that was handed out and refused: the turn was cancelled before it was shown.
    let mut reply = Reply::new(&claim(), begun, WINDOW, 100);
    reply.on(Utterance::Start { name: "Hera".into() }, begun);
    let Step::Append(batch) = reply.on(delta("Hello"), begun) else { panic!("held back") };
    reply.refused(*batch);
    reply.on(used(&"x".repeat(MOST_OF_A_NAME + 1), 1, 2), begun);
    let model = Some(ModelUsage { model: None, input_tokens: 1, output_tokens: 2 });
    let cancelled = reply.end(End::Cancelled, NOW, begun);
    assert_eq!(usage(&cancelled), TurnUsage { model, time_to_first_token_ms: None, duration_ms: 0 });
}
