//! Judges a whole run from the outside: from what clients sent and saw, the log as it is in the end, and the history.
//! It knows nothing of the server but the contract.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use serde_json::{Value, json};

/// One client's whole life, over all its sockets.
#[derive(Default)]
pub struct View {
    /// What it sent: its name for the message, and the text.
    pub sent: BTreeMap<String, String>,
    /// The `accepted` frames.
    pub accepted: Vec<Value>,
    /// How many temporary errors it was told.
    pub refused: usize,
    /// How long it was asked to stay away, each time that a server went, in milliseconds.
    pub goodbyes: Vec<u64>,
    pub sockets: Vec<Socket>,
}

/// What one socket gave.
#[derive(Default)]
pub struct Socket {
    /// The `last_id` of its `hello`.
    pub last_id: Option<String>,
    pub welcome: Value,
    /// Events and snapshot frames, in the order they came.
    pub frames: Vec<Value>,
    /// When each of them came.
    pub came: Vec<Instant>,
}

/// How a session is in the end.
pub struct Final {
    /// The whole log, from the first event on.
    pub log: Vec<Value>,
    /// The messages of the export.
    pub history: Vec<Value>,
    /// The store has failed over, and what it had acknowledged last may be gone.
    pub failed_over: bool,
}

/// What a run amounted to, for the one who reads the test's output.
#[derive(Debug, Default)]
pub struct Summary {
    pub accepted: usize,
    pub refused: usize,
    pub turns: usize,
    pub cancelled: usize,
    pub restarted: usize,
    pub tails: usize,
    pub snapshots: usize,
    /// Events that clients saw and that were lost with a process before they were durable.
    pub lost: usize,
    /// Messages that were accepted and lost in a failover.
    pub forgotten: usize,
}

/// Checks one session; fails the test with what is wrong.
pub fn check(views: &[View], end: &Final, summary: &mut Summary) {
    check_log(end, summary);
    for view in views {
        check_messages(view, end, summary);
        check_sockets(view, end, summary);
        check_screen(view, end);
    }
    let sent: BTreeSet<&str> = views.iter().flat_map(|view| view.sent.keys().map(String::as_str)).collect();
    for message in end.history.iter().filter(|message| message["role"] == "user") {
        assert!(sent.contains(name(message)), "nobody sent {message}");
    }
}

/// The log by itself: dense, one turn after another, each begun and ended once, its texts those of the history.
fn check_log(end: &Final, summary: &mut Summary) {
    let mut waiting: Vec<&str> = Vec::new();
    let mut running: Option<&str> = None;
    let mut ended = BTreeSet::new();
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    let mut open: BTreeSet<&str> = BTreeSet::new();
    for (number, frame) in (1..).zip(&end.log) {
        assert_eq!(seq(&frame["id"]), number, "a hole in the log before {frame}");
        let (event, turn) = (&frame["event"], frame["turn"].as_str());
        match kind(frame) {
            "TEXT_MESSAGE_CHUNK" => waiting.push(turn.unwrap()),
            "RUN_STARTED" => {
                assert_eq!(running, None, "two turns at once: {frame}");
                assert_eq!(Some(waiting.remove(0)), turn, "not the turn whose place it is: {frame}");
                running = turn;
                summary.turns += 1;
            }
            "RUN_FINISHED" | "RUN_ERROR" => {
                assert!(running.is_some() && running == turn, "the end of what does not run: {frame}");
                assert!(ended.insert(turn), "ended twice: {frame}");
                assert_eq!(open, BTreeSet::new(), "a turn ends before what it began: {frame}");
                running = None;
                summary.cancelled += usize::from(event["outcome"]["type"] == "cancelled");
            }
            "CUSTOM" if event["name"] == "turn.restarted" => {
                summary.restarted += 1;
                for id in event["value"]["discarded"].as_array().unwrap() {
                    assert!(!open.contains(id.as_str().unwrap()), "discards what has not ended: {frame}");
                    assert!(texts.remove(id.as_str().unwrap()).is_some(), "discards what never was: {frame}");
                    order.retain(|known| *id != **known);
                }
            }
            "TEXT_MESSAGE_START" => {
                let id = event["messageId"].as_str().unwrap();
                assert!(texts.insert(id, String::new()).is_none() && open.insert(id), "begun twice: {frame}");
                order.push(id);
            }
            "TEXT_MESSAGE_CONTENT" => {
                assert!(running == turn, "text of a turn that does not run: {frame}");
                assert!(open.contains(event["messageId"].as_str().unwrap()), "text after its end: {frame}");
                let text = texts.get_mut(event["messageId"].as_str().unwrap());
                text.expect("text belongs to a message").push_str(event["delta"].as_str().unwrap());
            }
            "TEXT_MESSAGE_END" => {
                let id = event["messageId"].as_str().unwrap();
                assert!(open.remove(id), "the end of what has ended, or never begun: {frame}");
            }
            "STEP_STARTED" => assert!(open.insert(event["stepName"].as_str().unwrap()), "begun twice: {frame}"),
            "STEP_FINISHED" => assert!(open.remove(event["stepName"].as_str().unwrap()), "never begun: {frame}"),
            _ => {}
        }
    }
    assert!(running.is_none() && waiting.is_empty(), "turns that never ended: {running:?}, {waiting:?}");
    let replies: Vec<&Value> = end.history.iter().filter(|message| message["role"] == "assistant").collect();
    assert_eq!(replies.iter().map(|reply| reply["id"].as_str().unwrap()).collect::<Vec<_>>(), order, "the replies");
    for reply in replies {
        assert_eq!(reply["content"], texts[reply["id"].as_str().unwrap()].as_str(), "the text of {reply}");
    }
    check_replies(end);
}

/// The agent answers `tokens=N` with N growing numbers: none may be missing, none may come twice.
fn check_replies(end: &Final) {
    for user in end.history.iter().filter(|message| message["role"] == "user") {
        let turn = &user["metadata"]["hera"]["turn_id"];
        let of_turn =
            |message: &&Value| message["role"] == "assistant" && message["metadata"]["hera"]["turn_id"] == *turn;
        let replies: Vec<&Value> = end.history.iter().filter(of_turn).collect();
        assert!(replies.len() <= 1, "a turn with several replies: {replies:?}");
        let last = end.log.iter().find(|frame| frame["turn"] == *turn && is_end(frame)).expect("every turn ends");
        let numbers: Vec<u64> = replies
            .iter()
            .flat_map(|reply| reply["content"].as_str().unwrap().split_whitespace())
            .map(|token| token.parse().unwrap())
            .collect();
        assert!(numbers.is_sorted_by(|left, right| left < right), "a token came twice: {replies:?}");
        let asked = user["content"].as_str().unwrap().split_whitespace().find_map(|word| word.strip_prefix("tokens="));
        let asked: usize = asked.unwrap().parse().unwrap();
        if last["event"]["outcome"]["type"] == "success" {
            assert_eq!(numbers.len(), asked, "the whole answer to {user}");
            assert_eq!(replies[0]["metadata"]["hera"]["status"], "complete");
            continue;
        }
        assert!(numbers.len() <= asked);
        if last["event"]["outcome"]["type"] != "cancelled" {
            // Given up by right only after it took many processes down with it.
            assert_eq!(last["event"]["code"], "attempts_exhausted", "{last}");
            let restarts = end.log.iter().filter(|frame| frame["event"]["value"]["turn_id"] == *turn).count();
            assert!(restarts >= 5, "given up after {restarts} restarts: {last}");
        }
    }
}

/// What was accepted stands once in the history and once in the log, as it was sent and under the ids that were told.
fn check_messages(view: &View, end: &Final, summary: &mut Summary) {
    let mut told: BTreeMap<&str, &Value> = BTreeMap::new();
    for accepted in &view.accepted {
        let name = accepted["client_msg_id"].as_str().unwrap();
        let first = told.entry(name).or_insert(accepted);
        for field in ["id", "message_id", "turn_id"] {
            assert_eq!(accepted[field], first[field], "accepted again as something else");
        }
        let stored: Vec<_> =
            end.history.iter().filter(|message| message["role"] == "user" && self::name(message) == name).collect();
        if stored.is_empty() && end.failed_over {
            summary.forgotten += 1;
            continue;
        }
        assert_eq!(stored.len(), 1, "{name} was accepted and is in the history {} times", stored.len());
        assert_eq!(stored[0]["id"], accepted["message_id"]);
        assert_eq!(stored[0]["content"], view.sent[name].as_str());
        let logged: Vec<_> =
            end.log.iter().filter(|frame| frame["event"]["metadata"]["hera"]["client_msg_id"] == name).collect();
        assert_eq!(logged.len(), 1, "{name} is in the log {} times", logged.len());
        assert_eq!((&logged[0]["id"], &logged[0]["turn"]), (&accepted["id"], &accepted["turn_id"]));
        assert_eq!(logged[0]["event"]["delta"], view.sent[name].as_str());
    }
    summary.accepted += told.len();
    summary.refused += view.refused;
    assert_eq!(told.len(), view.sent.len(), "a client went before everything it sent was accepted");
}

/// Each socket begins where it must and has no hole; what it saw is in the log, or was lost before it was durable: then it
/// is the last that the socket saw, and the next one begins with a snapshot.
fn check_sockets(view: &View, end: &Final, summary: &mut Summary) {
    let (mut parted, mut diverged) = (0, 0);
    let mut may_go_on = true;
    for socket in &view.sockets {
        let head = seq(&socket.welcome["head_id"]);
        let mut place = if socket.welcome["resumed"] == "tail" {
            summary.tails += 1;
            assert!(may_go_on, "goes on with what was lost: {}", socket.welcome);
            seq(&Value::from(socket.last_id.clone().expect("a tail of something")))
        } else {
            summary.snapshots += 1;
            assert_eq!(socket.welcome["resumed"] == "fresh", socket.last_id.is_none());
            diverged += usize::from(socket.welcome["reason"] == "diverged");
            head
        };
        assert!(place <= head);
        let mut lost = false;
        for frame in &socket.frames {
            if frame.get("snapshot").is_some() {
                assert_eq!(frame["id"], socket.welcome["head_id"], "a snapshot of another moment: {frame}");
                may_go_on = true;
                continue;
            }
            place += 1;
            assert_eq!(seq(&frame["id"]), place, "a hole or a repetition: {frame}");
            let stored = usize::try_from(place - 1).ok().and_then(|index| end.log.get(index));
            if let Some(stored) = stored.filter(|stored| stored["id"] == frame["id"]) {
                assert_eq!(stored, frame, "an event that changed");
                assert!(!lost, "two histories over one socket: {frame}");
            } else {
                lost = true;
                summary.lost += 1;
                let durable = ["TEXT_MESSAGE_CHUNK", "RUN_FINISHED", "RUN_ERROR", "STATE_DELTA"];
                assert!(end.failed_over || !durable.contains(&kind(frame)), "shown, and lost: {frame}");
            }
        }
        parted += usize::from(lost);
        may_go_on &= !lost;
    }
    if end.failed_over {
        assert_eq!(diverged, parted, "whoever saw what was lost is told once, and nobody else");
    }
}

/// The conversation as the client would show it at the end is the newest part of the history.
fn check_screen(view: &View, end: &Final) {
    let mut screen: Vec<(String, String, String)> = Vec::new();
    for frame in view.sockets.iter().flat_map(|socket| &socket.frames) {
        let event = &frame["event"];
        let mut put = |role: &str, text: &str| {
            let id = event["messageId"].as_str().unwrap();
            match screen.iter_mut().find(|(known, ..)| known == id) {
                Some((.., known)) => text.clone_into(known),
                None => screen.push((id.into(), role.into(), text.into())),
            }
        };
        match kind(frame) {
            "MESSAGES_SNAPSHOT" => screen = event["messages"].as_array().unwrap().iter().map(entry).collect(),
            "TEXT_MESSAGE_CHUNK" => put("user", event["delta"].as_str().unwrap()),
            "TEXT_MESSAGE_START" => put("assistant", ""),
            "TEXT_MESSAGE_CONTENT" => {
                let known = screen.iter_mut().find(|(id, ..)| event["messageId"] == id.as_str());
                known.expect("text belongs to a message").2.push_str(event["delta"].as_str().unwrap());
            }
            "CUSTOM" if event["name"] == "turn.restarted" => {
                let discarded = event["value"]["discarded"].as_array().unwrap();
                screen.retain(|(id, ..)| !discarded.iter().any(|gone| *gone == id.as_str()));
            }
            _ => {}
        }
    }
    for role in ["user", "assistant"] {
        let of_role = |(_, of, _): &&(String, String, String)| of == role;
        let shown: Vec<_> = screen.iter().filter(of_role).collect();
        let history: Vec<_> = end.history.iter().map(entry).collect();
        let history: Vec<_> = history.iter().filter(of_role).collect();
        let newest = &history[history.len().saturating_sub(shown.len())..];
        assert_eq!(shown, newest, "a client's screen is not what the history says");
    }
}

fn entry(message: &Value) -> (String, String, String) {
    let text = |field: &str| message[field].as_str().unwrap().to_owned();
    (text("id"), text("role"), text("content"))
}

/// Whether the frame ends a turn.
pub fn is_end(frame: &Value) -> bool {
    matches!(kind(frame), "RUN_FINISHED" | "RUN_ERROR")
}

fn kind(frame: &Value) -> &str {
    frame["event"]["type"].as_str().unwrap_or_default()
}

fn name(message: &Value) -> &str {
    message["metadata"]["hera"]["client_msg_id"].as_str().unwrap_or_default()
}

/// The number of an event id.
pub fn seq(id: &Value) -> u64 {
    id.as_str().and_then(|id| id.split_once('-')).unwrap_or_else(|| panic!("{id} is no event id")).0.parse().unwrap()
}

/// A run in which nothing went wrong: one client, one message, one answer.
fn faultless() -> (View, Final) {
    let hera = |name: &str| json!({"hera": {"client_msg_id": name, "turn_id": "t", "status": "complete"}});
    let event = |seq: u64, event: Value| json!({"id": format!("{seq}-00000a"), "turn": "t", "event": event});
    let log = vec![
        event(
            1,
            json!({"type": "TEXT_MESSAGE_CHUNK", "messageId": "m", "role": "user",
            "delta": "tokens=2", "metadata": hera("a")}),
        ),
        event(2, json!({"type": "RUN_STARTED"})),
        event(3, json!({"type": "TEXT_MESSAGE_START", "messageId": "r"})),
        event(4, json!({"type": "TEXT_MESSAGE_CONTENT", "messageId": "r", "delta": "1 2 "})),
        event(5, json!({"type": "TEXT_MESSAGE_END", "messageId": "r"})),
        event(6, json!({"type": "RUN_FINISHED", "outcome": {"type": "success"}})),
    ];
    let history = vec![
        json!({"id": "m", "role": "user", "content": "tokens=2", "metadata": hera("a")}),
        json!({"id": "r", "role": "assistant", "content": "1 2 ", "metadata": hera("")}),
    ];
    let accepted = json!({"type": "accepted", "client_msg_id": "a", "id": "1-00000a", "message_id": "m",
        "turn_id": "t"});
    let welcome = json!({"resumed": "fresh", "head_id": "0-00000a"});
    let socket = Socket { last_id: None, welcome, frames: log.clone(), came: Vec::new() };
    let sent = [("a".to_owned(), "tokens=2".to_owned())].into();
    (
        View { sent, accepted: vec![accepted], sockets: vec![socket], ..View::default() },
        Final { log, history, failed_over: false },
    )
}

/// Puts another event in the place of one, in the log and on the socket.
fn replace(view: &mut View, end: &mut Final, place: usize, event: &Value) {
    end.log[place]["event"] = event.clone();
    view.sockets[0].frames[place]["event"] = event.clone();
}

#[test]
fn the_checker_sees_what_is_wrong() {
    let judge = |spoil: fn(&mut View, &mut Final)| {
        let (mut view, mut end) = faultless();
        spoil(&mut view, &mut end);
        std::panic::catch_unwind(|| check(&[view], &end, &mut Summary::default())).is_ok()
    };
    assert!(judge(|_, _| {}));
    let wrongs: [fn(&mut View, &mut Final); 13] = [
        |_, end| drop(end.history.remove(0)),
        |_, end| end.history.push(end.history[0].clone()),
        |_, end| end.history[1]["content"] = "1 ".into(),
        |_, end| drop(end.history.remove(1)),
        |_, end| drop(end.log.pop()),
        |_, end| end.log.push(end.log[5].clone()),
        |_, end| drop(end.log.remove(2)),
        |view, _| drop(view.sockets[0].frames.remove(2)),
        |view, _| view.sockets[0].frames[2] = view.sockets[0].frames[1].clone(),
        |view, _| view.sockets[0].frames[5]["id"] = "6-00000b".into(),
        |view, end| replace(view, end, 4, &json!({"type": "CUSTOM"})),
        |view, end| replace(view, end, 4, &json!({"type": "STEP_STARTED", "stepName": "r"})),
        |view, _| view.accepted.push(json!({"client_msg_id": "a", "id": "9-00000a"})),
    ];
    for (number, wrong) in wrongs.into_iter().enumerate() {
        assert!(!judge(wrong), "wrong number {number} is not seen");
    }
}
