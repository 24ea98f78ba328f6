//! The family by HTTP and over the socket, with the real server; and with a worker killed while it writes.

use hera::domain::Author;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::conversation::Conversation;
use super::transcripts::{BUTTON, lines_of};
use crate::harness::client::event_type;
use crate::harness::{Client, Redis, Screen, Server, in_time};

fn server() -> crate::harness::server::Builder {
    Server::builder().env("AGENT", "hera").env("REPLY_PACE_MS", 0)
}

async fn post(server: &Server, path: &str, body: &Value) -> (StatusCode, Value) {
    let answer = in_time(path, server.request(Method::POST, path).json(body).send()).await.unwrap();
    (answer.status(), answer.json().await.unwrap())
}

/// Says the lines of a transcript by HTTP, to whom they are meant; the last answer.
async fn talk(server: &Server, session: &str, lines: &[String]) -> Value {
    talk_from(server, session, lines, None).await
}

/// The same from a place whose clock is ahead of UTC by so many minutes.
async fn talk_from(server: &Server, session: &str, lines: &[String], utc_offset_min: Option<i32>) -> Value {
    let mut last = Value::Null;
    for line in lines {
        let phase = server.json(&format!("/api/sessions/{session}/export")).await["state"]["phase"].clone();
        let path = match (line.as_str(), phase.as_str()) {
            (BUTTON, _) => "complete",
            (_, Some("interview")) => "messages",
            _ => "family/messages",
        };
        let body = json!({"message": line, "utc_offset_min": utc_offset_min});
        let (status, answer) = post(server, &format!("/api/sessions/{session}/{path}"), &body).await;
        assert_eq!(status, 200, "{line}: {answer}");
        if line == BUTTON {
            greeted(server, session).await;
        }
        last = answer;
    }
    last
}

/// Waits until the family has said hello to who has not said anything; what it said.
async fn greeted(server: &Server, session: &str) -> Value {
    let path = format!("/api/sessions/{session}/family/status");
    in_time("the family's greeting", async {
        // Not more often than one address may ask, however long the children's faces take before it.
        let mut looks = tokio::time::interval(std::time::Duration::from_millis(200));
        loop {
            looks.tick().await;
            let status = server.json(&path).await;
            let turns = status["conversation_history"].as_array().unwrap().len();
            if turns > 0 {
                return status;
            }
        }
    })
    .await
}

/// What the agents alone would have said, told the same at the same times.
fn expected(session: &str, history: &[Value], lines: &[String]) -> Conversation {
    let mut conversation = Conversation::of(session.parse().unwrap());
    let mut messages = history.iter().filter(|message| message["role"] == "user");
    for line in lines {
        if line == BUTTON {
            conversation.press();
            continue;
        }
        let message = messages.next().unwrap();
        let detail = &message["metadata"]["hera"];
        let at = detail["at"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_millisecond();
        let client_msg_id = detail["client_msg_id"].as_str().unwrap().parse().unwrap();
        let id = message["id"].as_str().unwrap().parse().unwrap();
        conversation.answer(id, Author::User { client_msg_id }, line, hera::domain::UnixMillis(at));
    }
    conversation
}

/// The history is what the agents say for this session, word for word.
fn agrees(session: &str, history: &[Value], lines: &[String]) -> Conversation {
    let conversation = expected(session, history, lines);
    let seen: Vec<(&str, &str)> = history
        .iter()
        .map(|message| (message["name"].as_str().unwrap_or("user"), message["content"].as_str().unwrap()))
        .collect();
    let said: Vec<(&str, &str)> =
        conversation.history.iter().map(|message| (message.author.speaker(), message.text.as_str())).collect();
    assert_eq!(seen, said);
    conversation
}

#[tokio::test]
async fn whole_conversations_go_through_the_front_door() {
    let server = server().start().await;
    for name in ["ja_sea.txt", "en_button.txt"] {
        let lines = lines_of(name);
        let session = server.session().await;
        let last = talk(&server, &session, &lines).await;
        assert_eq!(last["conversation_complete"], true, "{name}: {last}");
        let history = server.history(&session).await;
        let conversation = agrees(&session, &history, &lines);
        let plan = conversation.state.family.plan.unwrap();
        let status = server.json(&format!("/api/sessions/{session}/family/status")).await;
        assert_eq!(status["family_plan"]["story"], plan.story, "{name}");
        assert_eq!(status["family_plan"]["letter"], plan.letter, "{name}");
        assert_eq!(status["family_trip_info"]["destination"], json!(plan.trip.destination));
        assert_eq!(status["family_trip_info"]["activities"], json!(plan.trip.activities));
        let family = status["conversation_history"].as_array().unwrap();
        assert!(family.len() < history.len(), "what was said to Hera alone is not the family's");
        assert_eq!(family.last().unwrap()["message"], history.last().unwrap()["content"]);
    }
}

#[tokio::test]
async fn the_letter_bears_the_day_of_the_person_s_place() {
    let server = server().start().await;
    let lines = lines_of("ja_sea.txt");
    let mut days = Vec::new();
    // 26 hours lie between these clocks: whenever it is, they do not show the same day.
    for minutes in [-720, 840] {
        let session = server.session().await;
        talk_from(&server, &session, &lines, Some(minutes)).await;
        let status = server.json(&format!("/api/sessions/{session}/family/status")).await;
        let letter = status["family_plan"]["letter"].as_str().unwrap();
        let day = letter.lines().find(|line| line.contains('年') && line.ends_with('日')).unwrap().to_owned();
        let offset = jiff::tz::Offset::from_seconds(minutes * 60).unwrap();
        let said = server.history(&session).await.into_iter().map(|message| {
            let at: jiff::Timestamp = message["metadata"]["hera"]["at"].as_str().unwrap().parse().unwrap();
            let date = offset.to_datetime(at).date();
            format!("{}年{}月{}日", date.year(), date.month(), date.day())
        });
        assert!(said.collect::<Vec<_>>().contains(&day), "{day}, {minutes} minutes from UTC");
        days.push(day);
    }
    assert_ne!(days[0], days[1]);
}

#[tokio::test]
async fn the_family_comes_after_the_interview() {
    let server = server().start().await;
    let session = server.session().await;
    let path = |part: &str| format!("/api/sessions/{session}/{part}");
    for _ in 0..2 {
        let (status, problem) = post(&server, &path("family/messages"), &json!({"message": "hello"})).await;
        assert_eq!((status.as_u16(), &problem["code"]), (400, &json!("profile_incomplete")), "{problem}");
        assert_eq!(problem["missing_fields"][0], "age");
        assert_eq!(server.get(&path("family/status")).await.status(), 400);
    }
    assert_eq!(server.history(&session).await.len(), 0, "what is refused is not said");
    let lines = lines_of("en_zoo.txt");
    talk(&server, &session, &lines[..2]).await;
    let (status, problem) = post(&server, &path("family/messages"), &json!({"message": "hello"})).await;
    assert_eq!((status.as_u16(), &problem["code"]), (409, &json!("interview_not_over")), "{problem}");
    assert_eq!(server.get(&path("family/status")).await.status(), 409);
    let (status, completed) = post(&server, &path("complete"), &json!({})).await;
    assert_eq!((status.as_u16(), &completed["information_complete"]), (200, &json!(true)));
    let hello = greeted(&server, &session).await;
    assert_eq!((&hello["family_trip_info"], &hello["family_plan"]), (&json!({}), &json!({})));
    let speakers = |lines: &Value| -> Vec<String> {
        lines.as_array().unwrap().iter().map(|line| line["speaker"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(speakers(&hello["conversation_history"]), ["Hera", "Ken", "Mia", "Leo"], "nobody has to speak first");
    for _ in 0..2 {
        assert_eq!(post(&server, &path("complete"), &json!({})).await.0, 200);
    }
    let (status, answer) = post(&server, &path("family/messages"), &json!({"message": "hello"})).await;
    assert_eq!(status, 200);
    assert_eq!(speakers(&answer["reply"]), ["Ken", "Mia", "Leo"]);
    assert!(answer["reply"][0]["timestamp"].as_str().unwrap().ends_with('Z'));
    assert_eq!(answer["conversation_history"].as_array().unwrap().len(), 8, "they have greeted once");
    let nobody = "/api/sessions/6f2c1c3e-5b0a-4a56-9a0e-0d6a1b9d3c11/family/messages";
    assert_eq!(post(&server, nobody, &json!({"message": ""})).await.0, 404);
}

#[tokio::test]
async fn the_socket_shows_every_speaker_and_every_change() {
    let server = server().start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let lines = lines_of("ja_sea.txt");
    for (number, line) in lines.iter().enumerate() {
        let turn = client.turn(&format!("m-{number}"), line).await;
        let end = client.turn_end(&turn).await;
        assert_eq!(end["event"]["outcome"], json!({"type": "success"}));
    }
    let history = server.history(&session).await;
    agrees(&session, &history, &lines);
    let named: Vec<&str> = client
        .events()
        .filter(|frame| event_type(frame) == Some("TEXT_MESSAGE_START"))
        .filter_map(|frame| frame["event"]["name"].as_str())
        .collect();
    for name in ["Hera", "健太", "花子", "太郎", "物語", "手紙"] {
        assert!(named.contains(&name), "{name} has not spoken: {named:?}");
    }
    // Who has heard every change knows what the server knows.
    let mut state = client
        .frames
        .iter()
        .find(|frame| event_type(frame) == Some("STATE_SNAPSHOT"))
        .map(|frame| frame["event"]["snapshot"].clone())
        .unwrap();
    for delta in client.events().filter(|frame| event_type(frame) == Some("STATE_DELTA")) {
        for operation in delta["event"]["delta"].as_array().unwrap() {
            let (parent, member) = operation["path"].as_str().unwrap().rsplit_once('/').unwrap();
            state.pointer_mut(parent).unwrap()[member] = operation["value"].clone();
        }
    }
    let mut kept = server.json(&format!("/api/sessions/{session}/export")).await["state"].clone();
    // A painting may be done a moment later.
    kept["photos"] = state["photos"].clone();
    assert_eq!(state, kept);
    assert_eq!((&kept["phase"], kept["family"]["members"].as_array().unwrap().len()), (&json!("complete"), 3));
}

async fn replica(redis: &Redis, role: &str, pace_ms: u64) -> Server {
    server()
        .role(role)
        .env("STORAGE_MODE", "redis")
        .env("REDIS_URL", redis.url())
        .env("REPLY_PACE_MS", pace_ms)
        .start()
        .await
}

#[tokio::test]
async fn a_worker_killed_in_the_middle_of_the_story_is_replaced() {
    let redis = Redis::start().await;
    let (backend, mut fast) = (replica(&redis, "backend", 0).await, replica(&redis, "adk", 0).await);
    let session = backend.session().await;
    let lines = lines_of("ja_sea.txt");
    let (before, after) = lines.split_at(lines.iter().position(|line| line == "うん、そうしよう").unwrap());
    talk(&backend, &session, before).await;
    // The story is written slowly, so that there is time to die in its middle.
    let mut worker = replica(&redis, "adk", 30).await;
    fast.terminate();
    assert!(fast.ended().await.success());
    let mut client = Client::join(backend.address, &session).await;
    let turn = client.turn("yes", &after[0]).await;
    let story = client
        .until("the story", |frame| frame["event"]["name"] == "物語" && event_type(frame) == Some("TEXT_MESSAGE_START"))
        .await;
    let id = story["event"]["messageId"].clone();
    for _ in 0..3 {
        client.next("more of the story", |frame| frame["event"]["messageId"] == id).await;
    }
    worker.kill9().await;
    let _next = replica(&redis, "adk", 0).await;
    client.until("the turn to start over", |frame| frame["event"]["name"] == "turn.restarted").await;
    let end = client.turn_end(&turn).await;
    assert_eq!(end["event"]["outcome"], json!({"type": "success"}));
    talk(&backend, &session, &after[1..]).await;
    let history = backend.history(&session).await;
    let conversation = agrees(&session, &history, &lines);
    let screen = Screen::of(&client.frames);
    let shown = screen.texts("assistant");
    let plan = conversation.state.family.plan.unwrap();
    assert_eq!(shown.iter().filter(|(_, text)| *text == plan.story).count(), 1, "the story is shown once");
    // What an operator of the original application looks at.
    let kept = |part: &str| -> Value {
        serde_json::from_str(&redis.ask(&["GET", &format!("session:{session}:{part}")])).unwrap()
    };
    assert_eq!(kept("family_plan")["story"], plan.story);
    assert_eq!(kept("family_plan")["letter"], plan.letter);
    assert_eq!(
        kept("family_trip_info"),
        json!({"destination": plan.trip.destination, "activities": plan.trip.activities})
    );
    let family = kept("family_conversation");
    let family: Vec<(&str, &str)> = family
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["speaker"].as_str().unwrap(), line["message"].as_str().unwrap()))
        .collect();
    assert_eq!(family.first().unwrap(), &("user", "ぜひ会いたいです"));
    assert_eq!(family.iter().filter(|(speaker, _)| *speaker == "物語").count(), 1);
    let all: Vec<(&str, &str)> =
        conversation.history.iter().map(|message| (message.author.speaker(), message.text.as_str())).collect();
    assert!(all.ends_with(&family), "the family's conversation is the end of the whole");
}
